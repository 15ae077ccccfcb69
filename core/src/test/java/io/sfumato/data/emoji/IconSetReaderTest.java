package io.sfumato.data.emoji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sfumato.data.DataException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IconSetReaderTest {
    @TempDir
    private Path folder;

    @Test
    void anIconMayHaveItsOwnView() throws IOException {
        IconSet set =
                read("{\"icons\":{\"a\":{\"body\":\"<g/>\"},\"b\":{\"body\":\"<g/>\",\"height\":25.5,\"left\":-1}},"
                        + "\"width\":36,\"height\":36}");

        assertThat(set.icons())
                .extracting(Icon::view)
                .containsExactly(new ViewPort(0, 0, 36, 36), new ViewPort(-1, 0, 36, 25.5));
    }

    @Test
    void withoutASizeIconifysDefaultHolds() throws IOException {
        assertThat(read("{\"icons\":{\"a\":{\"body\":\"<g/>\"}}}")
                        .icons()
                        .get(0)
                        .view())
                .isEqualTo(new ViewPort(0, 0, 16, 16));
    }

    @Test
    void aDrawingTooLongIsRefused() {
        String body = "x".repeat(IconSetReader.LONGEST_BODY + 1);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read("{\"icons\":{\"a\":{\"body\":\"" + body + "\"}}}"))
                .withMessageContaining("drawing a has 1048577 characters, expected 1 to 1048576");
    }

    @Test
    void aDrawingWithoutASizeIsRefused() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read("{\"icons\":{\"a\":{\"body\":\"<g/>\",\"width\":0}}}"))
                .withMessageContaining("drawing a: view 0.0 0.0 0.0 16.0: expected a positive, finite size");
    }

    @Test
    void whatIsNotJsonIsRefused() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read("{\"icons\":"))
                .withMessageContaining("entry package/icons.json is not JSON");
    }

    private IconSet read(String icons) throws IOException {
        TinyPackages packages = new TinyPackages(folder);
        EmojiSet set = packages.set("some", icons, "{}", "{}");
        return IconSetReader.read(set, packages.archive(set.source()));
    }
}
