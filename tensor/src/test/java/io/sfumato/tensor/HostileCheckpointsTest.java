package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.sfumato.tensor.testkit.HostileFile;
import io.sfumato.tensor.testkit.HostileFiles;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.tensor.testkit.TorchFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checkpoints that were damaged, cut, or made to do harm, and files that are something else. */
@ExtendWith(NoLeaks.class)
class HostileCheckpointsTest {
    private static final long MEGABYTE = 1 << 20;
    private static final ThreadMXBean HEAP = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    @TempDir
    private Path folder;

    static Stream<HostileFile> corpus() {
        return HostileFiles.all().stream();
    }

    @Test
    void theCorpusIsLargeAndNoFileIsThereTwice() {
        assertThat(HostileFiles.all()).hasSizeGreaterThan(200);
        assertThat(HostileFiles.all().stream().map(file -> file.write(folder))).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void everyFileIsRefusedInOneTellingLine(HostileFile hostile) {
        Path file = hostile.write(folder);
        assertThatThrownBy(() -> TensorFiles.open(file).close())
                .isInstanceOf(ArchiveException.class)
                .hasMessageStartingWith(file.toString())
                .satisfies(e -> {
                    String message = e.getMessage().replace(file.toString(), "").replace(folder.toString(), "");
                    assertThat(message).contains(hostile.complaint()).hasSizeBetween(10, 450);
                    assertThat(message.chars().filter(c -> Character.isISOControl(c) || c == 0x202e))
                            .isEmpty();
                });
    }

    /** What is allocated on the heap for one file, and what the whole corpus adds to the memory of the process. */
    @Test
    void noFileIsBelievedThatItNeedsMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        Path peak = Path.of("/proc/self/clear_refs");
        assumeTrue(Files.isWritable(peak), "only Linux tells the most memory that a process had");
        List<Path> files = corpus().map(hostile -> hostile.write(folder)).toList();
        System.gc();
        Files.writeString(peak, "5"); // forgets the peak so far
        long before = memory(status, "VmRSS:");
        for (Path file : files) {
            long allocated = HEAP.getCurrentThreadAllocatedBytes();
            assertThatThrownBy(() -> TensorFiles.open(file).close()).isInstanceOf(ArchiveException.class);
            allocated = HEAP.getCurrentThreadAllocatedBytes() - allocated;
            assertThat(allocated).as(file.toString()).isLessThan(150 * MEGABYTE);
            if (allocated > 10 * MEGABYTE) {
                System.gc(); // else the peak would be what the collector left lying
            }
        }
        assertThat(memory(status, "VmHWM:") - before).isLessThan(300 * MEGABYTE);
    }

    private static long memory(Path status, String field) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(field))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(kilobytes -> Long.parseLong(kilobytes) << 10)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCheckpointCutAnywhereIsRefused() throws IOException {
        Path file = folder.resolve("cut.ckpt");
        for (byte[] whole : List.of(TorchFile.small().zip(), TorchFile.small().legacy())) {
            for (int length = 0; length < whole.length; length++) {
                Files.write(file, Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> TensorFiles.open(file).close()).isInstanceOf(ArchiveException.class);
            }
        }
    }

    /** Whatever is changed, the answer is an archive or an {@link ArchiveException}: never another, never a crash. */
    @Test
    void aCheckpointWithAnyByteChangedIsReadOrRefused() throws IOException {
        Path file = folder.resolve("changed.ckpt");
        Random random = new Random(1);
        int read = 0;
        for (byte[] whole : List.of(TorchFile.small().zip(), TorchFile.small().legacy())) {
            for (int at = 0; at < whole.length; at++) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, changed);
                read += readOrRefuse(file);
            }
        }
        assertThat(read).as("changes of the numbers themselves are not noticed").isGreaterThan(40);
    }

    private static int readOrRefuse(Path file) {
        try (Region region = Region.open();
                TensorArchive archive = TensorFiles.open(file)) {
            archive.names()
                    .forEach(name -> assertThat(archive.load(name).toDoubles()).hasSizeBetween(0, 6));
            return 1;
        } catch (ArchiveException e) {
            return 0;
        }
    }

    @Test
    void noRefusedFileIsHeldOpen() throws IOException {
        Path open = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(open), "only Linux tells which files are open");
        corpus().forEach(hostile -> {
            Path file = hostile.write(folder);
            assertThatThrownBy(() -> TensorFiles.open(file).close()).isInstanceOf(ArchiveException.class);
        });
        try (Stream<Path> handles = Files.list(open)) {
            assertThat(handles.filter(this::leadsIntoTheFolder)).isEmpty();
        }
    }

    private boolean leadsIntoTheFolder(Path handle) {
        try {
            return Files.readSymbolicLink(handle).startsWith(folder.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }
}
