package io.sfumato.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.image.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventWriterTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000, 500_000_000), ZoneOffset.UTC);

    @TempDir
    Path folder;

    /** Bytes put together by a script from the format's definitions, with a checksum of its own. */
    @Test
    void aFileIsWhatTheFormatSaysByteByByte() throws IOException {
        try (EventWriter events = EventWriter.append(folder, 7, CLOCK)) {
            events.scalar("loss", 8, 0.25);
        }
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(only())))
                .isEqualTo("1800000000000000a37f4b220900002040fc54d9411a0d627261696e2e4576656e743a322b353110"
                        + "0f000000000000006d532b090900002040fc54d94110073a0208019beb06a7"
                        + "1a00000000000000129bd82d0900002040fc54d94110082a0d0a0b0a046c6f7373150000803eb61e33d0");
    }

    @Test
    void theNameBeginsWithTheTimeAndIsOneThatTensorBoardLooksFor() throws IOException {
        EventWriter.append(folder, 0, CLOCK).close();
        assertThat(only().getFileName().toString())
                .matches("events\\.out\\.tfevents\\.1700000000\\.[A-Za-z0-9.-]+\\.\\d+");
    }

    @Test
    void aPictureComesWithItsSizeAndChannels() throws IOException {
        Png png = Png.of(new BufferedImage(5, 3, BufferedImage.TYPE_INT_RGB));
        try (EventWriter events = EventWriter.append(folder, 0)) {
            events.image("samples", 4, png);
            events.image("grey", 4, Png.of(new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY)));
        }
        List<Map<Integer, Object>> read = EventFile.read(only());
        Map<Integer, Object> value = value(read.get(2));
        Map<Integer, Object> image = EventFile.fields(value.get(4));
        assertThat(value.get(1)).isEqualTo("samples".getBytes(StandardCharsets.UTF_8));
        assertThat(image).containsEntry(1, 3L).containsEntry(2, 5L).containsEntry(3, 3L);
        assertThat(image.get(4)).isEqualTo(png.encode());
        assertThat(EventFile.fields(value(read.get(3)).get(4))).containsEntry(3, 1L);
    }

    @Test
    void stepsThatAreTakenAgainReplaceThoseOfEarlierFiles() throws IOException {
        try (EventWriter first = EventWriter.append(folder, 0)) {
            first.scalar("loss", 10, 4);
            first.scalar("loss", 20, 3);
            first.scalar("loss", 30, 2);
        }
        try (EventWriter second = EventWriter.append(folder, 20)) {
            second.scalar("loss", 20, 1);
        }
        assertThat(EventFile.scalars(folder, "loss")).containsOnly(Map.entry(10L, 4f), Map.entry(20L, 1f));
    }

    @Test
    void filesSortAsTheyWereBegunWhateverTheClockSays() throws IOException {
        Clock earlier = Clock.fixed(CLOCK.instant().minusSeconds(3600), ZoneOffset.UTC);
        for (Clock clock : new Clock[] {CLOCK, CLOCK, earlier}) {
            try (EventWriter events = EventWriter.append(folder, 0, clock)) {
                events.scalar("which", EventFile.in(folder).size(), 0);
            }
        }
        List<Path> files = EventFile.in(folder);
        for (int i = 0; i < files.size(); i++) {
            assertThat(EventFile.read(files.get(i)).get(2)).containsEntry(2, i + 1L);
        }
        assertThat(files).hasSize(3);
    }

    @Test
    void aFileThatIsCutAnywhereCanBeReadUpToTheCut() throws IOException {
        try (EventWriter events = EventWriter.append(folder, 0)) {
            events.scalar("a", 1, 1);
            events.scalar("b", 2, 2);
        }
        byte[] whole = Files.readAllBytes(only());
        Path cut = folder.resolve("cut");
        int before = 0;
        for (int length = 0; length <= whole.length; length++) {
            Files.write(cut, Arrays.copyOf(whole, length));
            int events = EventFile.read(cut).size();
            assertThat(events).isBetween(before, before + 1);
            before = events;
        }
        assertThat(before).isEqualTo(4);
    }

    @Test
    void anEventIsInTheFileBeforeItIsClosed() throws IOException {
        try (EventWriter events = EventWriter.append(folder, 0)) {
            events.scalar("loss", 1, Double.NaN);
            assertThat(EventFile.scalars(folder, "loss")).containsOnly(Map.entry(1L, Float.NaN));
            events.flush();
        }
    }

    @Test
    void stepsBelowZeroAndEmptyTagsAreRefused() {
        assertThatThrownBy(() -> EventWriter.append(folder, -1)).hasMessageContaining("at step -1, expected 0 or more");
        try (EventWriter events = EventWriter.append(folder, 0)) {
            assertThatThrownBy(() -> events.scalar(" ", 1, 0)).hasMessageContaining("no tag");
            assertThatThrownBy(() -> events.scalar("a", -5, 0)).hasMessageContaining("step -5");
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> EventWriter.append(file.resolve("events"), 0))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file + "/events cannot be written: a file is where a folder should be");
    }

    private Path only() throws IOException {
        List<Path> files = EventFile.in(folder);
        assertThat(files).hasSize(1);
        return files.get(0);
    }

    private static Map<Integer, Object> value(Map<Integer, Object> event) throws IOException {
        return EventFile.fields(EventFile.fields(event.get(5)).get(1));
    }
}
