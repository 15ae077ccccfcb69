package io.sfumato.data.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Example;
import io.sfumato.data.Found;
import io.sfumato.data.ImageFolder;
import io.sfumato.data.Known;
import io.sfumato.data.Parts;
import io.sfumato.data.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Pictures in a folder with a list of them. */
final class ListedPictures {
    private final Path folder;
    private final Path file;
    private final List<MetadataRow> rows;
    private final FilePictures pictures;

    private ListedPictures(Path folder, Path file) {
        this.folder = folder;
        this.file = file;
        this.rows = MetadataFile.read(file);
        this.pictures = FilePictures.alone(folder, names());
    }

    /** Reads the list {@code file} of a folder. */
    static ListedPictures open(Path folder, Path file) {
        return new ListedPictures(folder, file);
    }

    private List<String> names() {
        Path root = folder.toAbsolutePath().normalize();
        List<String> names = new ArrayList<>();
        Map<String, MetadataRow> seen = new HashMap<>();
        for (MetadataRow row : rows) {
            String name;
            try {
                name = root.relativize(Names.listed(folder, row.fileName()))
                        .toString()
                        .replace('\\', '/');
            } catch (DataException e) {
                throw e.getMessage().startsWith(row.at()) ? e : new DataException(row.at() + e.getMessage(), e);
            }
            if (seen.put(name, row) != null) {
                throw row.wrong(
                        "file_name '" + name + "' is there twice, expected each picture once. Several captions of one"
                                + " are a list: \"captions\": [\"…\", \"…\"]");
            }
            names.add(name);
        }
        return names;
    }

    /** With captions: those of an emoji data set, or whatever the list calls text. */
    DataSet captions() {
        if (isEmoji()) {
            List<Example> examples = ImageFolder.read(folder);
            return pictures.knowing(examples, List.of());
        }
        return pictures.knowing(rows.stream().map(MetadataRow::captions).toList(), List.of());
    }

    private boolean isEmoji() {
        return file.getFileName().toString().equals(ImageFolder.METADATA)
                && ImageFolder.isExample(rows.get(0).fields());
    }

    /** With classes, by number or by name; names are counted in their order. */
    DataSet classes() {
        List<JsonNode> labels = rows.stream().map(MetadataRow::label).toList();
        boolean numbers = labels.get(0).isNumber();
        TreeSet<String> names = new TreeSet<>();
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i).isNumber() != numbers) {
                throw rows.get(i)
                        .wrong("field 'label' is " + labels.get(i) + ", expected " + (numbers ? "a number" : "a name")
                                + " as in the first line");
            }
            names.add(labels.get(i).asText());
        }
        if (numbers) {
            return pictures.knowing(
                    labels.stream()
                            .map(label -> new Known.ClassOf(label.intValue()))
                            .toList(),
                    List.of());
        }
        List<String> ordered = List.copyOf(names);
        Map<String, Integer> indices = new HashMap<>();
        ordered.forEach(name -> indices.put(name, indices.size()));
        return pictures.knowing(
                labels.stream()
                        .map(label -> new Known.ClassOf(indices.get(label.textValue())))
                        .toList(),
                ordered);
    }

    /** Of which nothing is known. */
    DataSet alone() {
        return pictures;
    }

    /** A data set of these pictures in two: by what the list says, or by their names, or by chance where neither says it. */
    Parts parts(DataSet data, double heldOut) {
        return said().or(() -> SplitFolders.of(pictures.names()))
                .map(splits -> Parts.bySplit(data, splits))
                .orElseGet(() -> Parts.byShare(data, heldOut))
                .withFound(found());
    }

    private Found found() {
        return Unlisted.said(Found.as("a list, " + file.getFileName() + ", in " + folder), folder, pictures.names());
    }

    /** In so many words. */
    private Optional<List<Split>> said() {
        List<Optional<Split>> said = rows.stream().map(MetadataRow::split).toList();
        return said.stream().allMatch(Optional::isEmpty)
                ? Optional.empty()
                : Optional.of(
                        said.stream().map(split -> split.orElse(Split.TRAIN)).toList());
    }
}
