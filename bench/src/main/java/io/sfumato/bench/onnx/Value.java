package io.sfumato.bench.onnx;

import io.sfumato.tensor.Shape;

/** What flows along an edge of a graph. Its shape is known before anything runs. */
record Value(String name, Shape shape) {
    /** An input of an operator that is left out. */
    static final Value ABSENT = new Value("", Shape.of(0));

    long size(int dimension) {
        return shape.size(dimension);
    }
}
