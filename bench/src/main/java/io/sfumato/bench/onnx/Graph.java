package io.sfumato.bench.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A network of operators that grows from its inputs to its one output. All shapes are fixed, and all numbers float32 or int64. */
public final class Graph {
    /** In the folder that it is written to. */
    static final String FILE = "network.onnx";

    /** With it came layer normalisation; exporters have written it for years. */
    private static final int OPERATORS = 17;

    /** Of files with those operators: ONNX 1.12. */
    private static final int FORMAT = 8;

    private final GraphProto.Builder proto = GraphProto.newBuilder().setName("network");
    private final ExternalData weights = new ExternalData();
    private int values;

    Graph() {}

    /** An input with the shape of an example of it, int64 where that is, else float32. */
    Value input(String name, Tensor example) {
        TensorProto.DataType type =
                example.dtype() == DType.INT64 ? TensorProto.DataType.INT64 : TensorProto.DataType.FLOAT;
        Value value = new Value(name, example.shape());
        proto.addInput(described(value, type));
        return value;
    }

    /** Numbers that were learned; they have to stay until the graph is written. */
    Value weight(String name, Tensor tensor) {
        proto.addInitializer(weights.add(name, tensor));
        return new Value(name, tensor.shape());
    }

    /** A constant row of integers, such as a shape. */
    Value constant(long... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(numbers);
        return constant(Shape.of(numbers.length), TensorProto.DataType.INT64, bytes);
    }

    /** Constant numbers. */
    Value constant(Shape shape, float... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return constant(shape, TensorProto.DataType.FLOAT, bytes);
    }

    private Value constant(Shape shape, TensorProto.DataType type, ByteBuffer bytes) {
        Value value = fresh(shape);
        proto.addInitializer(TensorProto.newBuilder()
                .setName(value.name())
                .setDataType(type.getNumber())
                .addAllDims(shape.sizes())
                .setRawData(ByteString.copyFrom(bytes)));
        return value;
    }

    /** An operator with one result. */
    Value node(String operator, Shape result, List<Value> inputs, AttributeProto... attributes) {
        return node(operator, List.of(result), inputs, attributes).get(0);
    }

    /** An operator with several results. */
    List<Value> node(String operator, List<Shape> results, List<Value> inputs, AttributeProto... attributes) {
        List<Value> made = results.stream().map(this::fresh).toList();
        proto.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(inputs.stream().map(Value::name).toList())
                .addAllOutput(made.stream().map(Value::name).toList())
                .addAllAttribute(Arrays.asList(attributes)));
        return made;
    }

    private Value fresh(Shape shape) {
        return new Value("value." + values++, shape);
    }

    /** What the network is for; {@code value} is its result. */
    Graph output(Value value) {
        proto.addOutput(described(value, TensorProto.DataType.FLOAT));
        return this;
    }

    private static ValueInfoProto described(Value value, TensorProto.DataType type) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        value.shape()
                .sizes()
                .forEach(size ->
                        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size)));
        return ValueInfoProto.newBuilder()
                .setName(value.name())
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }

    /** Writes the graph and its weights, and returns the file of the graph. */
    Path write(Path folder) {
        Path file = folder.resolve(FILE);
        weights.write(folder);
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(FORMAT)
                .setProducerName("sfumato")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
                .setGraph(proto)
                .build();
        try {
            return Files.write(file, model.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
