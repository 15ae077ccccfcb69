package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.Model;
import io.sfumato.model.ModelFolder;
import io.sfumato.model.Precision;
import io.sfumato.pipeline.GenerationListener;
import io.sfumato.pipeline.GenerationSettings;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The model that is shipped makes what it is asked for. */
class EmbeddedModelTest {
    private static final Path FOLDER = Path.of("../models/emoji-128");
    private static final long MOST_BYTES = 60_000_000;
    private static final long MOST_KEPT_BYTES = 50_000_000;

    @Test
    void itIsSmall() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            long bytes = files.mapToLong(file -> file.toFile().length()).sum();
            assertThat(bytes).isBetween(1_000_000L, MOST_BYTES);
        }
        assertThat(FOLDER.resolve("README.md")).exists();
    }

    /** Ten times, in a process of its own that keeps the memory of tensors as the launcher has it do. */
    @Test
    void aModelThatClosesGivesItsMemoryBack() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx64m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                LoadedAgain.class.getName(),
                FOLDER.toString(),
                "10");
        builder.environment()
                .putAll(Map.of(
                        "MALLOC_MMAP_THRESHOLD_",
                        "33554432",
                        "MALLOC_TRIM_THRESHOLD_",
                        "34359738368",
                        "MALLOC_ARENA_MAX",
                        "1"));
        List<Long> resident = new ArrayList<>();
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines()
                    .filter(line -> line.startsWith(LoadedAgain.MEMORY))
                    .forEach(line -> resident.add(Long.parseLong(line.substring(LoadedAgain.MEMORY.length()))));
        }
        assertThat(resident).hasSize(10);
        assertThat(Collections.max(resident) - resident.get(0)).isLessThan(MOST_KEPT_BYTES);
    }

    @Test
    void itsPicturesHaveTheColoursOfTheirNames() {
        List<BufferedImage> images = new ArrayList<>();
        try (Model model = ModelFolder.open(FOLDER, Precision.AUTO)) {
            GenerationDefaults defaults = model.defaults();
            model.textToImage()
                    .generate(
                            List.of("red apple, noto style", "blue heart, twemoji style", "green heart, noto style"),
                            new GenerationSettings(
                                    "",
                                    1,
                                    3,
                                    defaults.width(),
                                    defaults.height(),
                                    defaults.steps(),
                                    defaults.guidance(),
                                    OptionalDouble.empty(),
                                    defaults.sampler()),
                            GenerationListener.collecting(images));
        }
        assertThat(images).hasSize(3);
        float[][] means = images.stream().map(EmbeddedModelTest::middle).toArray(float[][]::new);
        assertThat(means[0][0]).as("red apple").isGreaterThan(means[0][1] + 50).isGreaterThan(means[0][2] + 50);
        assertThat(means[1][2]).as("blue heart").isGreaterThan(means[1][0] + 50);
        assertThat(means[2][1]).as("green heart").isGreaterThan(means[2][0] + 30);
        for (BufferedImage image : images) {
            assertThat(new Color(image.getRGB(1, 1)).getGreen())
                    .as("the background is white")
                    .isGreaterThan(230);
        }
    }

    /** The mean red, green and blue of the middle quarter. */
    private static float[] middle(BufferedImage image) {
        float[] sums = new float[3];
        int side = image.getWidth() / 2;
        for (int i = 0; i < side * side; i++) {
            Color color = new Color(image.getRGB(side / 2 + i % side, side / 2 + i / side));
            sums[0] += color.getRed();
            sums[1] += color.getGreen();
            sums[2] += color.getBlue();
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= side * side;
        }
        return sums;
    }
}
