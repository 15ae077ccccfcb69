package io.sfumato.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    private static final String APPLE = """
            {"file_name":"images/noto/red-apple.png","label":"red apple","captions":["red apple, noto style"],\
            "tags":["fruit"],"style":"noto","concept":"red-apple","category":"food & drink","split":"train",\
            "source":"somewhere"}""";

    @TempDir
    private Path folder;

    @BeforeEach
    void putPicture() throws IOException {
        Files.createDirectories(folder.resolve("images/noto"));
        Files.writeString(folder.resolve("images/noto/red-apple.png"), "not looked at");
    }

    @Test
    void readsWhatItWrites() throws IOException {
        metadata(APPLE, APPLE.replace("\"train\"", "\"heldout\""));

        List<Example> examples = ImageFolder.read(folder);

        assertThat(examples).hasSize(2);
        assertThat(examples.get(0).image()).isEqualTo(folder.resolve("images/noto/red-apple.png"));
        assertThat(examples.get(0).tags()).containsExactly("fruit");
        assertThat(examples.get(0).captions()).containsExactly("red apple, noto style");
        assertThat(examples).extracting(Example::split).containsExactly(Split.TRAIN, Split.HELD_OUT);
        assertThat(ImageFolder.metadata(folder, examples))
                .isEqualTo(Files.readString(folder.resolve(ImageFolder.METADATA)));
    }

    @Test
    void aMarkOfByteOrderBelongsToNoLine() throws IOException {
        metadata("\ufeff" + APPLE, APPLE);
        assertThat(ImageFolder.read(folder)).hasSize(2);
    }

    @Test
    void aFolderWithoutMetadataIsNoImageFolder() {
        refused("no metadata.jsonl here");
    }

    @Test
    void aBrokenLineIsNamedByItsNumber() throws IOException {
        metadata(APPLE, APPLE.substring(0, 40));
        refused("metadata.jsonl line 2: is not JSON");
    }

    @Test
    void aLineMustBeAnObject() throws IOException {
        metadata("[1, 2]");
        refused("metadata.jsonl line 1: is not a JSON object");
    }

    @Test
    void aMissingFieldIsNamed() throws IOException {
        metadata(APPLE.replace("\"concept\"", "\"konzept\""));
        refused("line 1: field 'concept' is missing, expected a string");
    }

    @Test
    void listsHoldOnlyStrings() throws IOException {
        metadata(APPLE.replace("[\"fruit\"]", "[7]"));
        refused("line 1: field 'tags' holds 7, expected only strings");
    }

    @Test
    void aMissingPictureIsNamed() throws IOException {
        metadata(APPLE.replace("red-apple.png", "green-apple.png"));
        refused("line 1: file_name 'images/noto/green-apple.png' does not exist");
    }

    @Test
    void pathsOutOfTheFolderAreRefused() throws IOException {
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Path inner = Files.createDirectory(folder.resolve("inner"));
        for (String name :
                List.of("../secret.txt", folder.resolve("secret.txt").toString(), "x/../../secret.txt", "")) {
            Files.writeString(
                    inner.resolve(ImageFolder.METADATA),
                    APPLE.replace("images/noto/red-apple.png", name.replace("\\", "\\\\")));
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> ImageFolder.read(inner))
                    .withMessageContaining("leads out of the folder");
        }
    }

    @Test
    void anUnknownSplitIsRefused() throws IOException {
        metadata(APPLE.replace("\"train\"", "\"test\""));
        refused("line 1: split is 'test', expected 'train' or 'heldout'");
    }

    private void metadata(String... lines) throws IOException {
        Files.writeString(folder.resolve(ImageFolder.METADATA), String.join("\n", lines) + "\n");
    }

    private void refused(String message) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> ImageFolder.read(folder))
                .withMessageContaining(message);
    }
}
