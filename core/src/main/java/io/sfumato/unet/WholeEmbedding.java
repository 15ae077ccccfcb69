package io.sfumato.unet;

import io.sfumato.condition.Condition;
import io.sfumato.nn.Chain;
import io.sfumato.nn.Init;
import io.sfumato.nn.Linear;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import java.util.Optional;

/** What is added to the noise level's embedding for the part of the condition that speaks of the whole picture. */
abstract sealed class WholeEmbedding extends Module {

    static WholeEmbedding of(UNetSpec.Whole whole, int width, Init init) {
        if (whole instanceof UNetSpec.VectorOfWidth vector) {
            return new OfVector(vector, width, init);
        }
        return new OfClass((UNetSpec.ClassOf) whole, width, init);
    }

    /** [N, width] */
    abstract Tensor forward(Condition condition);

    /** Two linear layers, as the noise level has them too. */
    static Chain perceptron(int in, int width, Init init) {
        return new Chain()
                .then("0", new Linear(in, width, init))
                .then(Functional::silu)
                .then("2", new Linear(width, width, init));
    }

    private static Tensor present(Optional<Tensor> part, String expected) {
        return part.orElseThrow(() -> new IllegalArgumentException("unet: the condition has no " + expected));
    }

    private static final class OfVector extends WholeEmbedding {
        private final UNetSpec.VectorOfWidth spec;
        private final Chain perceptron;

        OfVector(UNetSpec.VectorOfWidth spec, int width, Init init) {
            this.spec = spec;
            perceptron = child("0", perceptron(spec.width(), width, init));
        }

        @Override
        Tensor forward(Condition condition) {
            return perceptron.forward(present(condition.vector(), "vector, expected one of width " + spec.width()));
        }
    }

    private static final class OfClass extends WholeEmbedding {
        private final UNetSpec.ClassOf spec;
        private final Tensor weight;

        OfClass(UNetSpec.ClassOf spec, int width, Init init) {
            this.spec = spec;
            weight = parameter("weight", init.normal(Shape.of(spec.count(), width), 1));
        }

        @Override
        Tensor forward(Condition condition) {
            return Functional.embedding(
                    weight, present(condition.labels(), "class labels, expected numbers below " + spec.count()));
        }
    }
}
