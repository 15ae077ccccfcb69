package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers that are read when somebody needs them. */
@ExtendWith(NoLeaks.class)
class FillLaterTest {
    private static final double[] VALUES = {1, -2, 3, 0.5, -0.25, 6};
    private static final Shape SHAPE = Shape.of(2, 3);
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    @TempDir
    private Path folder;

    private static Tensor values(double... values) {
        return Tensors.of(values, SHAPE).to(DType.FLOAT32);
    }

    private Path file(DType dtype) {
        Path file = folder.resolve("weights.safetensors");
        Tensor weights = values(VALUES).to(dtype);
        Safetensors.write(file, Map.of("w", weights), Map.of());
        return file;
    }

    private static Tensor later(Path file, DType dtype) {
        Tensor target = Tensors.full(SHAPE, 9, new Placement(Device.CPU, dtype));
        try (TensorArchive archive = TensorFiles.open(file)) {
            archive.fillLater("w", target);
        }
        return target;
    }

    /** Puts zeros where the numbers of {@code file} are: its last bytes. */
    private static void clearNumbers(Path file, DType dtype) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            int bytes = VALUES.length * dtype.bytes();
            channel.write(ByteBuffer.allocate(bytes), channel.size() - bytes);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16", "FLOAT32"})
    void theNumbersOutliveTheArchiveInAnyPrecision(DType stored) {
        for (DType asked : List.of(DType.FLOAT32, DType.BFLOAT16, stored)) {
            Tensor tensor = later(file(stored), asked);
            assertThat(tensor.dtype()).isEqualTo(asked);
            assertThat(tensor.toDoubles()).containsExactly(VALUES); // exact in eight bits
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "FLOAT32"})
    void nothingIsReadBeforeItIsNeeded(DType stored) throws IOException {
        Path file = file(stored);
        Tensor tensor = later(file, DType.FLOAT32);
        tensor.requireGrad();
        assertThat(tensor.shape()).isEqualTo(SHAPE);
        clearNumbers(file, stored);
        assertThat(tensor.toDoubles()).containsOnly(0);
    }

    @Test
    void aChangeStaysInMemory() throws IOException {
        Path file = file(DType.FLOAT32);
        byte[] before = Files.readAllBytes(file);
        Tensor tensor = later(file, DType.FLOAT32);
        tensor.mulInPlace(2).addInPlace(values(VALUES));
        assertThat(tensor.toDoubles()).containsExactly(3, -6, 9, 1.5, -0.75, 18);
        clearNumbers(file, DType.FLOAT32);
        assertThat(tensor.toDoubles()).as("memory of its own").contains(18);
        assertThat(Files.readAllBytes(file)).hasSameSizeAs(before);
    }

    @Test
    void aCopyIntoItReplacesWhatWouldHaveCome() {
        Tensor tensor = later(file(DType.FLOAT32), DType.FLOAT32);
        tensor.copyInPlace(values(1, 2, 3, 4, 5, 6));
        assertThat(tensor.toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void aParameterInAFileCanBeTrained() {
        Tensor weight = later(file(DType.FLOAT32), DType.FLOAT32).pin().requireGrad();
        weight.square().sum().backward();
        assertThat(weight.requiresGrad()).isTrue();
        assertThat(weight.grad().toDoubles())
                .containsExactly(Arrays.stream(VALUES).map(v -> 2 * v).toArray());
        Grad.off(() -> weight.addInPlace(weight));
        assertThat(weight.toDoubles()[0]).isEqualTo(2);
        weight.close();
    }

    private static List<Tensor> views(Tensor tensor) {
        return List.of(
                tensor.unsqueeze(0).contiguous(),
                tensor.reshape(6),
                tensor.permute(1, 0),
                tensor.transpose(0, 1),
                tensor.unsqueeze(0),
                tensor.expand(2, 2, 3),
                tensor.narrow(0, 1, 1),
                tensor.select(1, 2),
                tensor.chunk(2, 0).get(1),
                tensor.detach(),
                tensor.reshape(6, 1, 1, 1).channelsLast());
    }

    /** The mapping of a file goes when the garbage collector finds it, and a view without it would end the process. */
    @Test
    void viewsHoldTheFileWhereTheTensorItselfIsGone() throws InterruptedException {
        Tensor weight = later(file(DType.FLOAT32), DType.FLOAT32);
        List<Tensor> views = views(weight);
        List<double[]> before = views.stream().map(Tensor::toDoubles).toList();
        weight.mulInPlace(2); // gives it memory of its own
        for (int i = 0; i < 10; i++) {
            System.gc();
            Thread.sleep(10);
        }
        for (int i = 0; i < views.size(); i++) {
            assertThat(views.get(i).toDoubles()).containsExactly(before.get(i));
        }
    }

    @Test
    void whatIsMadeOfANumberInAFileMayBeChangedUnlessItIsAView() {
        Tensor weight = later(file(DType.FLOAT32), DType.FLOAT32);
        for (Tensor view : views(weight)) {
            assertThatThrownBy(() -> view.mulInPlace(2))
                    .isInstanceOf(TensorException.class)
                    .hasMessageContaining("or a copy");
        }
        assertThat(weight.transpose(0, 1).contiguous().mulInPlace(2).toDoubles())
                .as("a copy, since the order is another")
                .containsExactly(2, 1, -4, -0.5, 6, 12);
        assertThat(weight.detach().copy().mulInPlace(2).toDoubles()[0]).isEqualTo(2);
        assertThat(weight.toDoubles()).containsExactly(VALUES);
    }

    @Test
    void closedBeforeItIsNeededItIsNeverRead() {
        Tensor weight =
                Region.computing(() -> later(file(DType.FLOAT16), DType.FLOAT32).pin());
        weight.close();
        assertThatThrownBy(weight::toDoubles).isInstanceOf(TensorException.class);
    }

    @Test
    void manyThreadsMayNeedItAtOnce() {
        Tensor weight = later(file(DType.FLOAT16), DType.FLOAT32).pin();
        List<double[]> seen = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> Region.computing(() -> weight.mul(2).toDoubles()))
                .toList();
        assertThat(seen).allSatisfy(values -> assertThat(values).containsExactly(2, -4, 6, 1, -0.5, 12));
        weight.close();
    }

    @Test
    void numbersThatTheFileDoesNotAlignAreCopied() throws IOException {
        String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}} ";
        int odd = header.length() + (header.length() % 2 == 0 ? 1 : 0);
        ByteBuffer bytes = ByteBuffer.allocate(8 + odd + 24).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(odd).put(String.format("%-" + odd + "s", header).getBytes(StandardCharsets.UTF_8));
        for (double value : VALUES) {
            bytes.putFloat((float) value);
        }
        Path file = Files.write(folder.resolve("odd.safetensors"), bytes.array());
        assertThat(later(file, DType.FLOAT32).toDoubles()).containsExactly(VALUES);
    }

    /** A channel of Java's closes itself when the thread that reads is interrupted. */
    @Test
    void anInterruptSpoilsNeitherThisTensorNorTheNext() {
        Tensor first = Tensors.zeros(SHAPE, Placement.FLOAT32);
        Tensor second = Tensors.zeros(SHAPE, Placement.FLOAT32);
        try (TensorArchive archive = TensorFiles.open(file(DType.FLOAT16))) {
            archive.fillLater("w", first);
            archive.fillLater("w", second);
        }
        Thread.currentThread().interrupt();
        assertThat(first.toDoubles()).containsExactly(VALUES);
        assertThat(Thread.interrupted()).as("it is still to be heard of").isTrue();
        assertThat(second.toDoubles()).containsExactly(VALUES);
    }

    @Test
    void theFileIsClosedWhenAllHasComeOrIsForgotten() throws IOException {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "only Linux tells");
        Path file = file(DType.FLOAT16);
        Tensor read = later(file, DType.FLOAT32).pin();
        Tensor forgotten = Region.computing(() -> later(file, DType.FLOAT32).pin());
        assertThat(timesOpen(file)).isEqualTo(2);
        read.toDoubles();
        assertThat(timesOpen(file)).isEqualTo(1);
        forgotten.close();
        assertThat(timesOpen(file)).isZero();
        later(file, DType.FLOAT16);
        assertThat(timesOpen(file)).as("what is mapped needs no open file").isZero();
        read.close();
    }

    private static long timesOpen(Path file) throws IOException {
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors.filter(each -> leadsTo(each, file)).count();
        }
    }

    private static boolean leadsTo(Path link, Path file) {
        try {
            return Files.readSymbolicLink(link).equals(file.toRealPath());
        } catch (IOException e) {
            return false; // it was closed meanwhile, as the one that lists them
        }
    }

    @Test
    void aFileThatWasShortenedIsToldOf() throws IOException {
        Path file = file(DType.FLOAT16);
        Tensor tensor = later(file, DType.FLOAT32);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 2);
        }
        assertThatThrownBy(tensor::toDoubles)
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("weights.safetensors: tensor 'w' cannot be read")
                .hasMessageContaining("ended early");
    }

    @Test
    void aTensorOfAnotherShapeIsRefused() {
        Path file = file(DType.FLOAT32);
        Tensor other = Tensors.zeros(Shape.of(3, 2), Placement.FLOAT32);
        try (TensorArchive archive = TensorFiles.open(file)) {
            assertThatThrownBy(() -> archive.fillLater("w", other)).hasMessageContaining("'w' is [2, 3]");
        }
    }
}
