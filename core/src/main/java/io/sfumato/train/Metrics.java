package io.sfumato.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.image.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a stage's learning went: a file with a line of JSON now and then. */
record Metrics(Path file) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One line.
     *
     * @param loss smoothed over the last steps
     */
    record Point(long step, long images, double loss, double imagesPerSecond) {}

    void append(Point point) {
        try {
            Files.write(
                    file,
                    List.of(line(point)),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All lines, up to the first that was cut short. */
    List<Point> read() {
        List<Point> points = new ArrayList<>();
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode node = JSON.readTree(line);
                    points.add(new Point(
                            node.path("step").asLong(),
                            node.path("images").asLong(),
                            node.path("loss").asDouble(),
                            node.path("images_per_second").asDouble()));
                }
            }
            return points;
        } catch (JsonProcessingException e) {
            return points; // the process died while it wrote this line
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Drops what came after {@code step}: a run that goes on from a checkpoint takes those steps again. */
    void forgetAfter(long step) {
        StringBuilder kept = new StringBuilder();
        read().stream().filter(point -> point.step() <= step).forEach(point -> kept.append(line(point))
                .append('\n'));
        try {
            if (Files.exists(file)) {
                WholeFile.write(file, kept.toString().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Point point) {
        return String.format(
                Locale.ROOT,
                "{\"step\":%d,\"images\":%d,\"loss\":%.6f,\"images_per_second\":%.1f}",
                point.step(),
                point.images(),
                point.loss(),
                point.imagesPerSecond());
    }
}
