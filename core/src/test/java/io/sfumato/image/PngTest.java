package io.sfumato.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("parameters", "a café, \"noto\" style\nNegative prompt: <b>\nSteps: 20");
        text.put("Comment", "苹果 🍎");
        Path file = folder.resolve("a.png");
        new Png(picture(5, 3), text).write(file);
        Png read = Png.read(file);
        assertThat(read.text()).isEqualTo(text);
        assertThat(pixels(read.image())).isEqualTo(pixels(picture(5, 3)));
    }

    @Test
    void latinTextIsAPlainChunkAndOtherTextAnInternationalOne() throws IOException {
        assertThat(chunks(Map.of("parameters", "two\nlines of café")))
                .contains("tEXtparameters")
                .doesNotContain("iTXt");
        assertThat(chunks(Map.of("parameters", "苹果")))
                .contains("iTXtparameters")
                .doesNotContain("tEXt");
    }

    @Test
    void samePictureSameBytes() throws IOException {
        Png png = new Png(picture(16, 16), Map.of("parameters", "apple"));
        assertThat(png.encode()).isEqualTo(new Png(picture(16, 16), Map.of("parameters", "apple")).encode());
    }

    @Test
    void aFileCutShortIsNamed() throws IOException {
        byte[] whole = Png.of(picture(64, 64)).encode();
        Path file = Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> Png.read(file))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("cut.png: not a whole PNG file");
    }

    @Test
    void aFileThatIsNoPngIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("words.png"), "words");
        assertThatThrownBy(() -> Png.read(file))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("words.png: not a whole PNG file");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Png.read(folder.resolve("none.png")))
                .isInstanceOf(ImageException.class)
                .hasMessageEndingWith("none.png: no such file");
    }

    @Test
    void aKeywordThatPngForbidsIsRefused() {
        assertThatThrownBy(() -> new Png(picture(1, 1), Map.of("苹果", "apple")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("keyword is '苹果'");
    }

    private static String chunks(Map<String, String> text) throws IOException {
        return new String(new Png(picture(2, 2), text).encode(), StandardCharsets.ISO_8859_1);
    }

    private static BufferedImage picture(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, (x * 40 % 256) << 16 | (y * 70 % 256) << 8 | (x ^ y));
            }
        }
        return image;
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}
