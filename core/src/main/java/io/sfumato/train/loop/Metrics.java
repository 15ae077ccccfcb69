package io.sfumato.train.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.image.WholeFile;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a stage's learning went: a file with a line of JSON now and then. */
record Metrics(Path file) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One line.
     *
     * @param figures means over the steps since the line before, by name
     */
    record Point(Progress progress, Map<String, Double> figures) {}

    void append(Point point) {
        try {
            Files.write(
                    file,
                    List.of(line(point)),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw failure("written", e);
        }
    }

    /** All lines, up to the first that was cut short. */
    List<Point> read() {
        List<Point> points = new ArrayList<>();
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    points.add(point(JSON.readTree(line)));
                }
            }
            return points;
        } catch (JsonProcessingException e) {
            return points; // the process died while it wrote this line
        } catch (IOException e) {
            throw failure("read", e);
        }
    }

    /** Drops what came after {@code step}: a run that goes on from a checkpoint takes those steps again. */
    void forgetAfter(long step) {
        StringBuilder kept = new StringBuilder();
        read().stream().filter(point -> point.progress().steps() <= step).forEach(point -> kept.append(line(point))
                .append('\n'));
        try {
            if (Files.exists(file)) {
                WholeFile.write(file, kept.toString().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw failure("written", e);
        }
    }

    private static Point point(JsonNode node) {
        Map<String, Double> figures = new LinkedHashMap<>();
        node.fields().forEachRemaining(field -> {
            if (!field.getKey().equals("step") && !field.getKey().equals("images")) {
                figures.put(field.getKey(), field.getValue().asDouble());
            }
        });
        return new Point(
                new Progress(node.path("step").asLong(), node.path("images").asLong()), figures);
    }

    private static String line(Point point) {
        ObjectNode node = JSON.createObjectNode();
        node.put("step", point.progress().steps());
        node.put("images", point.progress().images());
        point.figures().forEach((name, value) -> node.put(name, rounded(value)));
        return node.toString();
    }

    /** Six significant digits: what people read. */
    private static double rounded(double value) {
        return Double.isFinite(value) ? Double.parseDouble(String.format(java.util.Locale.ROOT, "%.5e", value)) : value;
    }

    private RecipeException failure(String done, IOException e) {
        return new RecipeException(file + " cannot be " + done + ": " + FileTrouble.of(e), e);
    }
}
