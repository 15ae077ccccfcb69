package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Large tensors are copied in parts; here parts are small. */
@ExtendWith(NoLeaks.class)
class FileCopyTest {
    private static final int ELEMENTS = 64;

    @TempDir
    private Path folder;

    /** Halves 0, 1, … after {@code shift} bytes. */
    private Path counting(int shift) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(shift + 4 * ELEMENTS).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(shift);
        for (int i = 0; i < ELEMENTS; i++) {
            bytes.putFloat(i);
        }
        return Files.write(folder.resolve("numbers"), bytes.array());
    }

    @ParameterizedTest
    @CsvSource({"0, 4", "0, 12", "0, 100", "0, 1000", "1, 4", "2, 28", "3, 1000"})
    void aCopyInPartsIsTheWhole(int shift, int window) throws IOException {
        List<StoredTensor> views = List.of(
                StoredTensor.contiguous(DType.FLOAT32, Shape.of(ELEMENTS), shift),
                StoredTensor.contiguous(DType.FLOAT32, Shape.of(4, 1, 16), shift),
                new StoredTensor(DType.FLOAT32, Shape.of(16, 4), List.of(1L, 16L), shift),
                new StoredTensor(DType.FLOAT32, Shape.of(5, 3, 3), List.of(0L, 1L, 7L), shift + 8),
                new StoredTensor(DType.FLOAT32, Shape.of(1, 2), List.of(1_000_000L, 63L), shift),
                new StoredTensor(DType.FLOAT32, Shape.of(), List.of(), shift + 4 * 63));
        try (FileChannel channel = FileChannel.open(counting(shift))) {
            for (StoredTensor view : views) {
                Tensor target = Tensors.full(view.shape(), -1, Placement.FLOAT32);
                new FileCopy(channel, window).run(view, target);
                assertThat(target.toDoubles()).containsExactly(expected(view, (view.position() - shift) / 4));
            }
        }
    }

    /** Row by row, by the definition of strides. */
    private static double[] expected(StoredTensor view, long offset) {
        double[] values = new double[Math.toIntExact(view.shape().elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = offset;
            long rest = i;
            for (int d = view.shape().rank() - 1; d >= 0; d--) {
                values[i] += rest % view.shape().size(d) * view.strides().get(d);
                rest /= view.shape().size(d);
            }
        }
        return values;
    }

    @Test
    void halfPrecisionIsConvertedOnTheWay() throws IOException {
        byte[] halves = {0, 0x3c, 0, (byte) 0xc0, 0, 0x7c, 1, 0}; // 1, −2, ∞, the smallest
        try (FileChannel channel = FileChannel.open(Files.write(folder.resolve("halves"), halves))) {
            Tensor target = Tensors.zeros(Shape.of(4), Placement.FLOAT32);
            new FileCopy(channel).run(StoredTensor.contiguous(DType.FLOAT16, Shape.of(4), 0), target);
            assertThat(target.toDoubles()).containsExactly(1, -2, Double.POSITIVE_INFINITY, 0x1p-24);
        }
    }
}
