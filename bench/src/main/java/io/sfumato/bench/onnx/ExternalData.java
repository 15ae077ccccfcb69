package io.sfumato.bench.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Weights in a file of their own, float32: one protocol buffer cannot hold more than two gigabytes. */
final class ExternalData {
    /** In the folder of the graph. */
    static final String FILE = "weights";

    /** Where a tensor begins can be mapped into memory. */
    private static final long PAGE = 4096;

    private static final int CHUNK = 1 << 18;

    private final List<Piece> pieces = new ArrayList<>();
    private long end;

    /** Numbers and the byte of the file that they begin at. */
    private record Piece(Tensor tensor, long offset) {}

    /** Has numbers written, and says where. */
    TensorProto add(String name, Tensor tensor) {
        long length = Float.BYTES * tensor.elements();
        long offset = (end + PAGE - 1) / PAGE * PAGE;
        pieces.add(new Piece(tensor, offset));
        end = offset + length;
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addAllDims(tensor.shape().sizes())
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", FILE))
                .addExternalData(entry("offset", String.valueOf(offset)))
                .addExternalData(entry("length", String.valueOf(length)))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    void write(Path folder) {
        Path file = folder.resolve(FILE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (Piece piece : pieces) {
                write(channel.position(piece.offset()), Grad.off(piece.tensor()::toFloats));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(FileChannel channel, float[] numbers) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int start = 0; start < numbers.length; start += CHUNK) {
            int count = Math.min(CHUNK, numbers.length - start);
            bytes.clear().limit(count * Float.BYTES);
            bytes.asFloatBuffer().put(numbers, start, count);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
