package io.sfumato.data.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.data.DataException;
import io.sfumato.data.Known;
import io.sfumato.data.OneOf;
import io.sfumato.data.Split;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What a list of pictures says of one.
 *
 * @param at the place in the list, for messages
 */
record MetadataRow(String at, JsonNode fields) {
    private static final String LABEL = "label";
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,20}");
    private static final String CAPTIONS = "captions";
    private static final List<String> CAPTION_FIELDS = List.of(CAPTIONS, "caption", "text");

    String fileName() {
        JsonNode name = fields.path("file_name");
        if (!name.isTextual() || name.textValue().isBlank()) {
            throw wrong("file_name is " + shown(name) + ", expected the path of a picture");
        }
        return name.textValue();
    }

    /** Empty where nothing is said. */
    Optional<Split> split() {
        JsonNode split = fields.path("split");
        if (split.isMissingNode() || split.isNull() || split.asText().isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Split.ofAny(split.asText()));
        } catch (IllegalArgumentException e) {
            throw new DataException(at + e.getMessage() + ", or as others have it: 'validation', 'val' or 'test'", e);
        }
    }

    /** Of one or several fields, of which each has a text or a list of texts. */
    Known.Words captions() {
        List<String> captions = new ArrayList<>();
        CAPTION_FIELDS.forEach(field -> addTexts(field, captions::add));
        if (captions.isEmpty()) {
            throw wrong("no caption, expected one in 'text', 'caption' or 'captions'");
        }
        return new OneOf(captions);
    }

    private void addTexts(String field, Consumer<String> texts) {
        JsonNode value = fields.path(field);
        if (value.isArray()) {
            value.forEach(each -> addText(field, each, texts));
        } else {
            addText(field, value, texts);
        }
    }

    private void addText(String field, JsonNode value, Consumer<String> texts) {
        if (value.isMissingNode() || value.isNull()) {
            return;
        }
        if (!value.isTextual()) {
            throw wrong("field '" + field + "' is " + shown(value) + ", expected a text or a list of texts");
        }
        if (!value.textValue().isBlank()) {
            texts.accept(value.textValue().strip());
        }
    }

    /** The name or the number of a class, as it is written. */
    JsonNode label() {
        JsonNode label = fields.path(LABEL);
        boolean number = label.isIntegralNumber() && label.canConvertToInt() && label.intValue() >= 0;
        if (!number && !(label.isTextual() && !label.textValue().isBlank())) {
            throw wrong("field 'label' is " + shown(label) + ", expected a class: its name, or its number from 0");
        }
        return label;
    }

    /** Whether the label is a text that is a whole number. */
    boolean hasNumberAsLabel() {
        return NUMBER.matcher(fields.path(LABEL).asText().strip()).matches();
    }

    /** With that text as a number, even one that no class has: it is complained of as such. */
    MetadataRow withNumberAsLabel() {
        ObjectNode numbered = fields.deepCopy();
        numbered.put(LABEL, new BigInteger(fields.path(LABEL).textValue().strip()));
        return new MetadataRow(at, numbered);
    }

    DataException wrong(String what) {
        return new DataException(at + what);
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return value.isMissingNode() ? "missing" : text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
