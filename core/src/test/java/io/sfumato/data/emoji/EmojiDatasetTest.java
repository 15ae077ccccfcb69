package io.sfumato.data.emoji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sfumato.data.DataException;
import io.sfumato.data.Example;
import io.sfumato.data.ImageFolder;
import io.sfumato.data.Split;
import io.sfumato.data.emoji.EmojiDataset.Summary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmojiDatasetTest {
    private static final int SIZE = 16;
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

    @TempDir
    private Path folder;

    private TinyPackages packages = new TinyPackages(Path.of("."));
    private List<EmojiSet> sets = List.of();

    @BeforeEach
    void publish() throws IOException {
        packages = new TinyPackages(Files.createDirectory(folder.resolve("registry")));
        String[] names = new String[34];
        for (int i = 0; i < names.length; i++) {
            names[i] = "thing-" + (char) ('a' + i % 26) + i;
        }
        names[0] = "red-apple";
        names[1] = "directhit";
        names[2] = "flag-chile";
        names[3] = "thumbs-up-dark-skin-tone";
        sets = List.of(
                packages.squares("first", names), packages.squares("second", names), packages.squares("third", names));
    }

    @Test
    void makesAnImageFolder() throws IOException {
        Summary summary = build(out());

        assertThat(summary).isEqualTo(new Summary(96, 32, 2, 0, List.of()));
        List<Example> examples = ImageFolder.read(out());
        assertThat(examples).hasSize(96);
        assertThat(examples)
                .filteredOn(example -> example.split() == Split.HELD_OUT)
                .hasSize(2);
        Example apple = examples.stream()
                .filter(example -> example.image().endsWith(Path.of("images", "first", "red-apple.png")))
                .findFirst()
                .orElseThrow();
        assertThat(apple.canonicalCaption()).isEqualTo("red apple, first style");
        assertThat(apple.captions()).contains("a red apple, first style");
        assertThat(apple.tags()).contains("fruit");
        assertThat(apple.category()).isEqualTo("food & drink");
        assertThat(apple.source()).isEqualTo("first@1.0.0");
        assertThat(PngFile.isComplete(apple.image(), SIZE)).isTrue();
        assertThat(out().resolve("README.md"))
                .content()
                .contains("96 pictures of 32 concepts", "| second | 32 |", HoldOut.RULE, "Somebody", "MIT");
    }

    @Test
    void aSecondRunDoesNothing() throws IOException {
        build(out());
        age(out());
        int fetched = packages.fetched().size();
        List<String> stages = new ArrayList<>();

        Summary again = dataset(out()).build(new EmojiProgress() {
            @Override
            public void stage(String name, long total) {
                stages.add(name);
            }

            @Override
            public void advance(long count) {}
        });

        assertThat(again).isEqualTo(new Summary(96, 32, 2, 96, List.of()));
        assertThat(packages.fetched()).hasSize(fetched);
        assertThat(stages).isEmpty();
        assertThat(changed(out())).isEmpty();
    }

    @Test
    void missingAndCutOffPicturesAreDrawnAgainAndNoOthers() throws IOException {
        build(out());
        Map<String, String> before = contents(out());
        Path gone = out().resolve("images/first/red-apple.png");
        Path cutOff = out().resolve("images/second/bullseye.png");
        Files.delete(gone);
        byte[] png = Files.readAllBytes(cutOff);
        Files.write(cutOff, Arrays.copyOf(png, png.length - 5));
        Files.writeString(out().resolve("images/third/bullseye.png.part"), "left by a crash");
        age(out());

        Summary summary = build(out());

        assertThat(summary.alreadyThere()).isEqualTo(94);
        assertThat(changed(out())).contains(gone, cutOff).allMatch(file -> file.equals(gone) || file.equals(cutOff));
        Files.delete(out().resolve("images/third/bullseye.png.part"));
        assertThat(contents(out())).isEqualTo(before);
        assertThat(packages.fetched()).hasSize(4);
    }

    @Test
    void anInterruptedBuildGoesOnWhereItStopped() throws IOException {
        EmojiProgress unplugged = new EmojiProgress() {
            private int seen;
            private boolean drawing;

            @Override
            public void stage(String name, long total) {
                drawing = name.equals("drawing");
            }

            @Override
            public void advance(long count) {
                if (drawing && ++seen == 20) {
                    throw new IllegalStateException("unplugged");
                }
            }
        };
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> dataset(out()).build(unplugged))
                .withMessageContaining("unplugged");
        assertThat(out().resolve(ImageFolder.METADATA)).doesNotExist();

        assertThat(build(out()).alreadyThere()).isGreaterThanOrEqualTo(20);
        build(folder.resolve("straight"));
        assertThat(contents(out())).isEqualTo(contents(folder.resolve("straight")));
    }

    @Test
    void theResultDoesNotDependOnTheNumberOfThreads() throws IOException {
        build(out());
        new EmojiDataset(folder.resolve("many"), SIZE, sources(), packages, 7).build(EmojiProgress.SILENT);

        assertThat(contents(folder.resolve("many"))).isEqualTo(contents(out()));
    }

    @Test
    void anotherSizeNeedsAnotherFolder() throws IOException {
        build(out());

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> new EmojiDataset(out(), 32, sources(), packages, 1).build(EmojiProgress.SILENT))
                .withMessageContaining("holds pictures of 16 pixels, asked for 32. Choose another folder");
    }

    @Test
    void aStrangersDataSetIsLeftAlone() throws IOException {
        Files.createDirectories(out());
        Files.writeString(out().resolve(ImageFolder.METADATA), "theirs");

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> build(out()))
                .withMessageContaining("not one made here. Choose an empty folder");
        assertThat(out().resolve(ImageFolder.METADATA)).hasContent("theirs");
    }

    @Test
    void picturesOfAnotherRecipeAreReplaced() throws IOException {
        build(out());
        sets = List.of(
                sets.get(0),
                packages.set("second", "{\"icons\":{" + TinyPackages.icon("red-apple", "<g/>") + "}}", "{}", "{}"));

        Summary summary = build(out());

        assertThat(summary).isEqualTo(new Summary(33, 32, 0, 0, List.of()));
        try (Stream<Path> pictures = Files.list(out().resolve("images/second"))) {
            assertThat(pictures).containsExactly(out().resolve("images/second/red-apple.png"));
        }
        assertThat(out().resolve("images/third")).isEmptyDirectory();
    }

    @Test
    void aFewFailuresAreReportedByName() throws IOException {
        List<String> icons = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            icons.add(TinyPackages.icon("thing-" + i, TinyPackages.SQUARE));
        }
        icons.add(TinyPackages.icon("bad-one", "<g>"));
        sets = List.of(packages.set("first", "{\"icons\":{" + String.join(",", icons) + "}}", "{}", "{}"));

        Summary summary = build(out());

        assertThat(summary.pictures()).isEqualTo(150);
        assertThat(summary.failures()).hasSize(1);
        assertThat(summary.failures().get(0)).startsWith("first/bad-one: ");
        assertThat(build(out()).failures()).isEqualTo(summary.failures());
    }

    @Test
    void manyFailuresAreAnError() throws IOException {
        sets = List.of(packages.set("first", "{\"icons\":{" + TinyPackages.icon("bad-one", "<g>") + "}}", "{}", "{}"));

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> build(out()))
                .withMessageContaining("1 of 1 drawings failed, expected at most 1 %: first/bad-one");
    }

    @Test
    void sizesOutOfBoundsAreRefused() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> EmojiDataset.at(out(), 0))
                .withMessageContaining("size is 0, expected 8 to 2048 pixels");
    }

    private Path out() {
        return folder.resolve("emoji");
    }

    private EmojiSources sources() throws IOException {
        return new EmojiSources(sets, packages.emojibase());
    }

    private EmojiDataset dataset(Path directory) throws IOException {
        return new EmojiDataset(directory, SIZE, sources(), packages, 2);
    }

    private Summary build(Path directory) throws IOException {
        return dataset(directory).build(EmojiProgress.SILENT);
    }

    private static void age(Path directory) throws IOException {
        for (Path file : files(directory)) {
            Files.setLastModifiedTime(file, LONG_AGO);
        }
    }

    private static List<Path> changed(Path directory) throws IOException {
        List<Path> changed = new ArrayList<>();
        for (Path file : files(directory)) {
            if (!Files.getLastModifiedTime(file).equals(LONG_AGO)) {
                changed.add(file);
            }
        }
        return changed;
    }

    /** What is in the files that make up the data set. */
    private static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (Path file : files(directory)) {
            contents.put(directory.relativize(file).toString(), content(file));
        }
        return contents;
    }

    private static String content(Path file) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
