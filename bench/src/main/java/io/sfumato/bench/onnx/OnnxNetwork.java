package io.sfumato.bench.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph in ONNX Runtime with inputs that do not change, on the processor and with all its optimisations, as it comes. */
public final class OnnxNetwork implements AutoCloseable {
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs;

    private OnnxNetwork(OrtSession session, Map<String, OnnxTensor> inputs) {
        this.session = session;
        this.inputs = inputs;
    }

    /** Writes the graph to files for ONNX Runtime to read; they are gone when this returns. */
    public static OnnxNetwork of(Graph graph, Map<String, Tensor> inputs, int threads) {
        try {
            OrtSession session = session(graph, threads);
            return new OnnxNetwork(session, given(inputs));
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OrtSession session(Graph graph, int threads) throws OrtException {
        Path folder = temporaryFolder();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            return OrtEnvironment.getEnvironment()
                    .createSession(graph.write(folder).toString(), options);
        } finally {
            delete(folder);
        }
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("sfumato-onnx");
            for (Path path : List.of(folder, folder.resolve(Graph.FILE), folder.resolve(ExternalData.FILE))) {
                path.toFile().deleteOnExit(); // where somebody interrupts; what it holds goes before the folder
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, OnnxTensor> given(Map<String, Tensor> inputs) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> given = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
            Tensor tensor = input.getValue();
            long[] sizes = tensor.shape().toArray();
            given.put(
                    input.getKey(),
                    tensor.dtype() == DType.INT64
                            ? OnnxTensor.createTensor(environment, LongBuffer.wrap(tensor.toLongs()), sizes)
                            : OnnxTensor.createTensor(environment, FloatBuffer.wrap(tensor.toFloats()), sizes));
        }
        return given;
    }

    /** Of ONNX Runtime. */
    public static String version() {
        return OrtEnvironment.getEnvironment().getVersion();
    }

    /** Computes, and forgets the result. */
    public void run() {
        try (OrtSession.Result result = session.run(inputs)) {
            assert result.size() == 1;
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Computes, and copies the result, float32. */
    public Tensor result() {
        try (OrtSession.Result result = session.run(inputs)) {
            OnnxTensor only = (OnnxTensor) result.get(0);
            return Tensors.of(
                    only.getFloatBuffer().array(), Shape.of(only.getInfo().getShape()));
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        List.copyOf(inputs.values()).forEach(OnnxTensor::close);
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
