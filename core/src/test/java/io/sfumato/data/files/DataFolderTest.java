package io.sfumato.data.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Drawings;
import io.sfumato.data.Example;
import io.sfumato.data.Known;
import io.sfumato.data.Parts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of pictures with lists, texts, folders or nothing beside them. */
class DataFolderTest {
    @TempDir
    private Path folder;

    private void put(String... names) {
        for (String name : names) {
            Drawings.put(folder, name);
        }
    }

    private void text(String name, String text) {
        Drawings.put(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private Parts open(Function<DataFolder, Parts> kind) {
        return kind.apply(new DataFolder(folder, 0));
    }

    private DataSet captions() {
        return open(DataFolder::captions).train();
    }

    private static List<String> names(DataSet data) {
        return IntStream.range(0, data.count()).mapToObj(data::name).toList();
    }

    private static List<String> texts(DataSet data, int index) {
        return ((Known.Words) data.known(index)).texts();
    }

    private static List<Integer> classes(DataSet data) {
        return IntStream.range(0, data.count())
                .mapToObj(i -> ((Known.ClassOf) data.known(i)).index())
                .toList();
    }

    private void refused(Function<DataFolder, Parts> kind, String... messages) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> open(kind))
                .withMessageContainingAll(messages)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void picturesAloneAreAllInAndBelowAFolderInTheOrderOfTheirNames() {
        put("b.png", "a/x.PNG", "a/.hidden.png", ".cache/y.png", "__MACOSX/z.png", "a/w.png");
        text("notes.txt", "not a picture");
        DataSet data = open(DataFolder::pictures).train();
        assertThat(names(data)).containsExactly("a/w.png", "a/x.PNG", "b.png");
        assertThat(data.known(1)).isEqualTo(new Known.Nothing());
        assertThat(data.picture(0).width()).isEqualTo(8);
    }

    @Test
    void aFolderWithoutPicturesIsSaid() {
        refused(DataFolder::pictures, folder.toString(), "no pictures here");
        refused(DataFolder::captions, "no pictures here");
        refused(DataFolder::classes, "no folders here, expected one a class");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> new DataFolder(folder.resolve("gone"), 0).pictures())
                .withMessageContaining("gone: no such folder");
    }

    @Test
    void aBrokenPictureIsNamedWhenItIsAskedFor() {
        put("a.png");
        text("b.png", "not a picture");
        Drawings.put(folder, "c.png", new byte[0]);
        DataSet data = open(DataFolder::pictures).train();
        assertThat(data.count()).isEqualTo(3);
        for (int i = 1; i < 3; i++) {
            int index = i;
            assertThatExceptionOfType(BrokenPictureException.class)
                    .isThrownBy(() -> data.picture(index))
                    .withMessageStartingWith(folder.resolve(data.name(i)).toString());
        }
    }

    @Test
    void captionsStandInATextBesideEachPicture() {
        put("a.png", "b.jpg");
        text("a.txt", "a red apple\r\n\n  an apple, red \n");
        text("b.txt", "\ufeffa pear");
        assertThat(texts(captions(), 0)).containsExactly("a red apple", "an apple, red");
        assertThat(texts(captions(), 1)).containsExactly("a pear");
    }

    @Test
    void picturesWithoutTextAreNamed() {
        put("a.png", "b.png", "c.png", "d.png", "e.png");
        text("b.txt", "a pear");
        refused(DataFolder::captions, "4 of 5 pictures have no caption", "a.png, c.png, d.png and others");
    }

    @ParameterizedTest
    @CsvSource({"1, is empty", "2, is not UTF-8 text", "3, more than 1048576 bytes"})
    void aTextThatIsNoCaptionIsNamedWhenItIsAskedFor(int kind, String message) {
        put("a.png");
        byte[][] texts = {{}, {' ', '\n'}, {(byte) 0xff, (byte) 0xfe, 'a', 0}, new byte[(1 << 20) + 1]};
        Drawings.put(folder, "a.txt", texts[kind]);
        DataSet data = captions();
        assertThatExceptionOfType(BrokenPictureException.class)
                .isThrownBy(() -> data.known(0))
                .withMessageContainingAll("a.txt", message);
    }

    @Test
    void aListHasCaptionsInAnyOfTheUsualFields() {
        put("p/a.png", "b.png", "c.png");
        text("metadata.jsonl", """
                {"file_name": "p/a.png", "text": "an apple"}

                {"file_name": "./b.png", "caption": "a berry", "width": 8}
                {"file_name": "c.png", "captions": ["a cherry", " a red cherry"], "text": null}
                """);
        DataSet data = captions();
        assertThat(names(data)).containsExactly("p/a.png", "b.png", "c.png");
        assertThat(texts(data, 0)).containsExactly("an apple");
        assertThat(texts(data, 1)).containsExactly("a berry");
        assertThat(texts(data, 2)).containsExactly("a cherry", "a red cherry");
    }

    @Test
    void aListMayBeCommaSeparated() {
        put("a.png", "b.png");
        text(
                "metadata.csv",
                "file_name,text,split\r\na.png,\"an apple, \"\"red\"\"\r\nand green\",train\nb.png,a pear,test\n");
        Parts parts = open(DataFolder::captions);
        assertThat(texts(parts.train(), 0)).containsExactly("an apple, \"red\"\r\nand green");
        assertThat(names(parts.heldOut().orElseThrow())).containsExactly("b.png");
        text("metadata.jsonl", "{}");
        refused(DataFolder::captions, "both metadata.jsonl and metadata.csv");
    }

    /** Excel begins "CSV UTF-8" with it. */
    @ParameterizedTest
    @ValueSource(strings = {"metadata.csv", "metadata.jsonl"})
    void aListMayBeginWithAMarkOfByteOrder(String name) {
        put("a.png", "b.png");
        String list = name.endsWith(".csv")
                ? "file_name,text\r\na.png,an apple\r\nb.png,a pear\r\n"
                : "{\"file_name\":\"a.png\",\"text\":\"an apple\"}\n{\"file_name\":\"b.png\",\"text\":\"a pear\"}\n";
        text(name, "\ufeff" + list);
        assertThat(names(captions())).containsExactly("a.png", "b.png");
        assertThat(texts(captions(), 0)).containsExactly("an apple");
        text(name, "\ufeff" + list.replace("b.png", "c.png"));
        refused(DataFolder::captions, "file_name 'c.png' does not exist");
    }

    @Test
    void anEmojiListKeepsItsVariedCaptions() {
        put("a.png");
        text("metadata.jsonl", """
                {"file_name":"a.png","label":"red apple","captions":["red apple, noto style"],"tags":["fruit"],\
                "style":"noto","concept":"red-apple","category":"food","split":"train","source":"x"}
                """);
        assertThat(captions().known(0)).isInstanceOf(Example.class);
        assertThat(texts(captions(), 0)).containsExactly("red apple, noto style", "fruit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"file_name\": \"a.png\"} | line 1: no caption, expected one in 'text', 'caption' or 'captions'",
                "{\"file_name\": \"a.png\", \"text\": 7} | line 1: field 'text' is 7",
                "{\"file_name\": \"b.png\", \"text\": \"b\"} | line 1: file_name 'b.png' does not exist",
                "{\"file_name\": \"../a.png\", \"text\": \"b\"} | line 1: file_name '../a.png' leads out of the folder",
                "{\"file_name\": \"/etc/passwd\", \"text\": \"b\"} | leads out of the folder",
                "{\"text\": \"b\"} | line 1: file_name is missing",
                "{\"file_name\": \"a.png\", \"text\": | line 1: is not JSON",
                "[] | line 1: is not a JSON object",
                "{\"file_name\": \"a.png\", \"text\": \"b\", \"split\": \"some\"} | line 1: split is 'some'",
                "` ` | metadata.jsonl: is empty"
            })
    void aWrongLineIsNamed(String line, String message) {
        put("a.png");
        text("metadata.jsonl", line + "\n");
        refused(DataFolder::captions, message);
    }

    @Test
    void aPictureIsListedOnce() {
        put("a.png");
        text(
                "metadata.jsonl",
                "{\"file_name\":\"a.png\",\"text\":\"a\"}\n{\"file_name\":\"./a.png\",\"text\":\"b\"}\n");
        refused(DataFolder::captions, "line 2: file_name 'a.png' is there twice");
    }

    @Test
    void listsAreTextOfBoundedLines() {
        put("a.png");
        Drawings.put(folder, "metadata.jsonl", new byte[] {'{', (byte) 0xff, '}'});
        refused(DataFolder::captions, "metadata.jsonl: is not UTF-8 text");
        Drawings.put(folder, "metadata.jsonl", new byte[(1 << 20) + 9]);
        refused(DataFolder::captions, "line 1: is longer than 1048576 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file_name,text\na.png\n", "file_name,text\na.png,b,c\n", "file_name,text\n\"a.png"})
    void aTableWithHolesIsRefused(String table) {
        put("a.png");
        text("metadata.csv", table);
        refused(DataFolder::captions, "metadata.csv");
    }

    @Test
    void eachFolderIsAClass() {
        put("cat/1.png", "ant/2.png", "cat/deep/3.png", "stray.png");
        DataSet data = open(DataFolder::classes).train();
        assertThat(data.classes()).containsExactly("ant", "cat");
        assertThat(names(data)).containsExactly("ant/2.png", "cat/1.png", "cat/deep/3.png");
        assertThat(classes(data)).containsExactly(0, 1, 1);
    }

    @Test
    void aListMayHaveClassesByNameOrByNumber() {
        put("a.png", "b.png", "c.png");
        String list = "{\"file_name\":\"a.png\",\"label\":%s}\n{\"file_name\":\"b.png\",\"label\":%s}\n";
        text("metadata.jsonl", String.format(list, "\"dog\"", "\"cat\""));
        DataSet named = open(DataFolder::classes).train();
        assertThat(named.classes()).containsExactly("cat", "dog");
        assertThat(classes(named)).containsExactly(1, 0);
        text("metadata.jsonl", String.format(list, "12", "0"));
        assertThat(classes(open(DataFolder::classes).train())).containsExactly(12, 0);
        text("metadata.jsonl", String.format(list, "12", "\"cat\""));
        refused(DataFolder::classes, "line 2: field 'label' is \"cat\", expected a number as in the first line");
        text("metadata.jsonl", String.format(list, "-1", "0"));
        refused(DataFolder::classes, "line 1: field 'label' is -1");
    }

    @Test
    void aTableMayHaveClassesByNameOrByNumber() {
        put("a.png", "b.png", "c.png");
        String table = "file_name,label\na.png,%s\nb.png,%s\nc.png,%s\n";
        text("metadata.csv", String.format(table, "10", "2", " 010"));
        DataSet numbered = open(DataFolder::classes).train();
        assertThat(classes(numbered)).containsExactly(10, 2, 10);
        assertThat(numbered.classes()).isEmpty();
        text("metadata.csv", String.format(table, "10", "2", "2b"));
        DataSet named = open(DataFolder::classes).train();
        assertThat(named.classes()).containsExactly("10", "2", "2b");
        assertThat(classes(named)).containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @CsvSource({"-1, field 'label' is -1", "99999999999999999999, field 'label' is 99999999999999999999"})
    void aNumberInATableThatIsNoClassIsNamed(String label, String message) {
        put("a.png", "b.png");
        text("metadata.csv", "file_name,label\na.png,0\nb.png," + label + "\n");
        refused(DataFolder::classes, "metadata.csv line 3", message);
    }

    @Test
    void aListThatHasSomeFieldsOfAnEmojiListIsNone() {
        put("a.png");
        text("metadata.jsonl", """
                {"file_name":"a.png","text":"a heron at dusk","tags":["bird"],"style":"ink","concept":"heron"}
                """);
        assertThat(captions().known(0)).isNotInstanceOf(Example.class);
        assertThat(texts(captions(), 0)).containsExactly("a heron at dusk");
    }
}
