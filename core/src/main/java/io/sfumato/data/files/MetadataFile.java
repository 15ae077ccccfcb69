package io.sfumato.data.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.sfumato.data.DataException;
import io.sfumato.data.ImageFolder;
import io.sfumato.data.Utf8;
import io.sfumato.tensor.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The list of a folder's pictures, {@code metadata.jsonl} or {@code metadata.csv}: what Hugging Face calls an image folder. */
final class MetadataFile {
    private static final String CSV = "metadata.csv";
    private static final int MOST_CHARACTERS = 1 << 20; // of a line

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CsvMapper CSV_ROWS = CsvMapper.builder(CsvFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MOST_CHARACTERS)
                            .build())
                    .build())
            .enable(CsvParser.Feature.FAIL_ON_MISSING_HEADER_COLUMNS)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();

    private MetadataFile() {}

    /** The list of a folder; empty where there is none. */
    static Optional<Path> in(Path folder) {
        List<Path> files = all(folder);
        if (files.size() > 1) {
            throw new DataException(
                    folder + ": has both " + ImageFolder.METADATA + " and " + CSV + ", expected one of them");
        }
        return files.stream().findFirst();
    }

    /** All files in a folder that would be its list. */
    static List<Path> all(Path folder) {
        return Stream.of(ImageFolder.METADATA, CSV)
                .map(folder::resolve)
                .filter(Files::exists)
                .toList();
    }

    /** All rows, in their order. Throws {@link DataException}, which names the line, where they cannot be read. */
    static List<MetadataRow> read(Path file) {
        List<MetadataRow> rows = file.getFileName().toString().equals(CSV) ? csv(file) : json(file);
        if (rows.isEmpty()) {
            throw new DataException(file + ": is empty, expected a line for each picture");
        }
        return rows;
    }

    private static List<MetadataRow> json(Path file) {
        List<MetadataRow> rows = new ArrayList<>();
        TextLines.read(
                file,
                (number, line) -> rows.add(new MetadataRow(TextLines.at(file, number), object(file, number, line))));
        return rows;
    }

    private static JsonNode object(Path file, int number, String line) {
        try {
            JsonNode node = JSON.readTree(line);
            if (!node.isObject()) {
                throw new DataException(TextLines.at(file, number) + "is not a JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new DataException(
                    TextLines.at(file, number) + "is not JSON ("
                            + e.getOriginalMessage().lines().findFirst().orElse("")
                            + "). Was the file cut off or edited?",
                    e);
        }
    }

    private static List<MetadataRow> csv(Path file) {
        List<MetadataRow> rows = new ArrayList<>();
        try (InputStream stream = Files.newInputStream(file);
                MappingIterator<Map<String, String>> lines = CSV_ROWS.readerForMapOf(String.class)
                        .with(CsvSchema.emptySchema().withHeader())
                        .readValues(Utf8.reader(stream))) {
            while (lines.hasNextValue()) {
                int number = lines.getCurrentLocation().getLineNr();
                Map<String, String> row = lines.nextValue();
                rows.add(new MetadataRow(TextLines.at(file, number), CSV_ROWS.valueToTree(row)));
            }
        } catch (JsonProcessingException e) {
            int number = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new DataException(
                    TextLines.at(file, number) + "is not CSV ("
                            + e.getOriginalMessage().lines().findFirst().orElse("") + ")",
                    e);
        } catch (CharacterCodingException e) {
            throw new DataException(file + ": is not UTF-8 text. Was it saved in another encoding?", e);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + FileTrouble.of(e), e);
        }
        return withNumbers(rows);
    }

    /** The cells of a table are all texts: where every label is a whole number, the labels are numbers, as in a list of JSON. */
    private static List<MetadataRow> withNumbers(List<MetadataRow> rows) {
        return rows.stream().allMatch(MetadataRow::hasNumberAsLabel)
                ? rows.stream().map(MetadataRow::withNumberAsLabel).toList()
                : rows;
    }
}
