package io.sfumato.data.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.data.DataException;
import io.sfumato.tensor.FileTrouble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** An annotation file of COCO, {@code instances_NAME.json}: read entry by entry, as such files have hundreds of megabytes. */
final class CocoJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A picture: its file, and its sides in pixels. */
    record Image(String fileName, int width, int height) {}

    /** In pixels; may lie outside of the picture. */
    record Rectangle(double left, double top, double width, double height) {}

    /** A box of a picture. */
    record Annotation(long image, long category, Rectangle box, boolean crowd) {}

    private final Path file;
    private final Map<Long, Image> images = new LinkedHashMap<>();
    private final Map<Long, String> categories = new TreeMap<>();
    private final List<Annotation> annotations = new ArrayList<>();

    private CocoJson(Path file) {
        this.file = file;
    }

    /** Reads a file. Throws {@link DataException} where it is none. */
    static CocoJson read(Path file) {
        CocoJson json = new CocoJson(file);
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            json.read(parser);
        } catch (JsonProcessingException e) {
            String problem = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new DataException(
                    file + ", line "
                            + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()) + ": is not JSON (" + problem
                            + "). Was the file cut off?",
                    e);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + FileTrouble.of(e), e);
        }
        if (json.images.isEmpty() || json.categories.isEmpty()) {
            throw new DataException(file + ": has " + json.images.size() + " images and " + json.categories.size()
                    + " categories, expected an annotation file of COCO with some of both");
        }
        return json;
    }

    /** By their ids, in the order of the file. */
    Map<Long, Image> images() {
        return images;
    }

    /** Names by ids, ascending. */
    Map<Long, String> categories() {
        return categories;
    }

    List<Annotation> annotations() {
        return annotations;
    }

    private void read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new DataException(file + ": is not a JSON object, expected an annotation file of COCO");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "images" -> each(parser, this::addImage);
                case "annotations" -> each(parser, this::addAnnotation);
                case "categories" -> each(parser, this::addCategory);
                default -> parser.skipChildren();
            }
        }
    }

    private void each(JsonParser parser, Consumer<JsonNode> entry) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new DataException(file + ": '" + parser.currentName() + "' is no list");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            entry.accept(parser.readValueAsTree());
        }
    }

    private void addImage(JsonNode node) {
        long id = id(node, "image", "id");
        JsonNode name = node.path("file_name");
        int width = node.path("width").asInt();
        int height = node.path("height").asInt();
        if (!name.isTextual() || width < 1 || height < 1) {
            throw new DataException(file + ": image " + id + " has file_name " + name + " and sides " + width + " x "
                    + height + ", expected a file and sides above 0");
        }
        if (images.put(id, new Image(name.textValue(), width, height)) != null) {
            throw new DataException(file + ": image " + id + " is there twice");
        }
    }

    private void addCategory(JsonNode node) {
        long id = id(node, "category", "id");
        if (categories.put(id, node.path("name").asText()) != null) {
            throw new DataException(file + ": category " + id + " is there twice");
        }
    }

    private void addAnnotation(JsonNode node) {
        long image = id(node, "annotation", "image_id");
        long category = id(node, "annotation", "category_id");
        JsonNode bbox = node.path("bbox");
        double[] box = new double[4];
        for (int i = 0; i < box.length; i++) {
            box[i] = bbox.path(i).asDouble(Double.NaN);
            if (bbox.size() != box.length || !Double.isFinite(box[i])) {
                throw new DataException(file + ": annotation " + node.path("id").asText() + " has bbox " + bbox
                        + ", expected [left, top, width, height] in pixels");
            }
        }
        annotations.add(new Annotation(
                image,
                category,
                new Rectangle(box[0], box[1], box[2], box[3]),
                node.path("iscrowd").asInt() == 1));
    }

    private long id(JsonNode node, String what, String field) {
        JsonNode id = node.path(field);
        if (!id.isIntegralNumber() || !id.canConvertToLong()) {
            throw new DataException(file + ": one " + what + " has " + field + " "
                    + (id.isMissingNode() ? "missing" : id) + ", expected a whole number");
        }
        return id.longValue();
    }
}
