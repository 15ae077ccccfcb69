package io.sfumato.data.emoji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sfumato.data.DataException;
import io.sfumato.image.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SvgRasteriserTest {
    private static final int RED = 0xffff0000;
    private static final int WHITE = 0xffffffff;
    private static final ViewPort SQUARE = new ViewPort(0, 0, 16, 16);

    @TempDir
    private Path folder;

    @Test
    void aRedSquareIsRedWhereItIsAndWhiteElsewhere() {
        BufferedImage picture = draw("<path fill=\"#f00\" d=\"M4 4h8v8H4z\"/>", SQUARE);

        assertThat(picture.getWidth()).isEqualTo(32);
        assertThat(picture.getHeight()).isEqualTo(32);
        assertThat(picture.getRGB(8, 8)).isEqualTo(RED);
        assertThat(picture.getRGB(23, 23)).isEqualTo(RED);
        assertThat(picture.getRGB(7, 8)).isEqualTo(WHITE);
        assertThat(picture.getRGB(24, 23)).isEqualTo(WHITE);
    }

    @Test
    void aWideDrawingIsCentred() {
        BufferedImage picture = draw("<path fill=\"#f00\" d=\"M0 0h32v16H0z\"/>", new ViewPort(0, 0, 32, 16));

        assertThat(picture.getRGB(0, 16)).isEqualTo(RED);
        assertThat(picture.getRGB(31, 8)).isEqualTo(RED);
        assertThat(picture.getRGB(16, 7)).isEqualTo(WHITE);
        assertThat(picture.getRGB(16, 24)).isEqualTo(WHITE);
    }

    @Test
    void theViewMayStartAnywhere() {
        BufferedImage picture = draw("<path fill=\"#f00\" d=\"M-8-8h8v8h-8z\"/>", new ViewPort(-8, -8, 16, 16));

        assertThat(picture.getRGB(0, 0)).isEqualTo(RED);
        assertThat(picture.getRGB(15, 15)).isEqualTo(RED);
        assertThat(picture.getRGB(16, 16)).isEqualTo(WHITE);
    }

    @Test
    void edgesAreSmooth() {
        BufferedImage picture = draw("<path fill=\"#f00\" d=\"M0 0h4.25v16H0z\"/>", SQUARE);

        int edge = (picture.getRGB(8, 16) >> 8) & 0xff;
        assertThat(edge).isBetween(100, 155);
    }

    @Test
    void nothingOutsideTheDrawingIsLoaded() throws IOException {
        BufferedImage green = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            green.setRGB(i % 16, i / 16, 0x00ff00);
        }
        byte[] png = Png.of(green).encode();
        Path file = Files.write(folder.resolve("green.png"), png);
        String embedded = "data:image/png;base64," + Base64.getEncoder().encodeToString(png);

        for (String href : new String[] {file.toUri().toString(), file.toString(), embedded}) {
            BufferedImage picture = draw("<image width=\"16\" height=\"16\" href=\"" + href + "\"/>", SQUARE);
            assertThat(picture.getRGB(20, 20)).as(href).isNotEqualTo(0xff00ff00);
        }
    }

    @Test
    void whatIsNoDrawingIsRefused() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> draw("<g><path", SQUARE))
                .withMessageContaining("thing");
    }

    @Test
    void documentTypesCannotBeSmuggledIn() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> draw("<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]>", SQUARE));
    }

    @Test
    void theFileIsColourWithoutTransparency() throws IOException {
        byte[] png =
                Png.of(draw("<path fill=\"#f00\" d=\"M4 4h8v8H4z\"/>", SQUARE)).encode();
        Path file = Files.write(folder.resolve("a.png"), png);

        assertThat(PngFile.isComplete(file, 32)).isTrue();
        assertThat(PngFile.isComplete(file, 64)).isFalse();
        BufferedImage back = ImageIO.read(file.toFile());
        assertThat(back.getColorModel().hasAlpha()).isFalse();
        assertThat(back.getRGB(16, 16)).isEqualTo(RED);
    }

    @Test
    void aFileCutOffAnywhereIsNotComplete() throws IOException {
        byte[] png =
                Png.of(draw("<path fill=\"#f00\" d=\"M4 4h8v8H4z\"/>", SQUARE)).encode();
        for (int length = 0; length < png.length; length++) {
            Path file = Files.write(folder.resolve("a.png"), java.util.Arrays.copyOf(png, length));
            assertThat(PngFile.isComplete(file, 32)).isFalse();
        }
    }

    private static BufferedImage draw(String body, ViewPort view) {
        return new SvgRasteriser(32).draw(new Icon("thing", body, view));
    }
}
