package io.sfumato.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {
    private static final Picture GRADIENT = TestPictures.read("kinds/rgb.png");

    /** What a kind of file may lose, in 255ths. */
    @ParameterizedTest
    @CsvSource({
        "rgb.jpg, rgb.png, 4",
        "rgb.webp, rgb.png, 12",
        "lossless.webp, rgb.png, 0",
        "rgb.bmp, rgb.png, 0",
        "cmyk.jpg, rgb.png, 6",
        "grey.jpg, grey.png, 3",
        "grey16.png, grey.png, 0",
        "palette.png, palette-as-rgb.png, 0",
        "palette.gif, palette-as-rgb.png, 0",
        "black-white.png, black-white-as-rgb.png, 0",
        "rgba.webp, rgba.png, 0"
    })
    void everyKindOfFileIsThePictureThatWasSaved(String file, String same, int loss) {
        assertThat(TestPictures.furthest(TestPictures.read("kinds/" + file), TestPictures.read("kinds/" + same)))
                .isLessThanOrEqualTo(loss);
    }

    @Test
    void greyStaysAsLightAsItIs() {
        Picture grey = TestPictures.read("kinds/grey.png");
        for (int i = 0; i < 37 * 29; i += 11) {
            byte[] colour = GRADIENT.cut(i % 37, i / 37, 1, 1).samples();
            double luma = 0.299 * (colour[0] & 0xff) + 0.587 * (colour[1] & 0xff) + 0.114 * (colour[2] & 0xff);
            assertThat(grey.cut(i % 37, i / 37, 1, 1).samples()[1] & 0xff).isBetween((int) luma - 1, (int) luma + 1);
        }
    }

    @Test
    void whatIsTransparentIsWhite() {
        Picture seen = TestPictures.read("kinds/rgba.png");
        assertThat(seen.cut(0, 0, 1, 29).samples()).containsOnly(-1);
        int alpha = 70;
        int red = GRADIENT.cut(10, 3, 1, 1).samples()[0] & 0xff;
        assertThat(seen.cut(10, 3, 1, 1).samples()[0] & 0xff)
                .isEqualTo((int) Math.round((red * alpha + 255.0 * (255 - alpha)) / 255));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void picturesAreTurnedAsTheirCameraSays(int orientation) {
        Picture turned = TestPictures.read("kinds/orientation-" + orientation + ".jpg");
        Picture expected = TestPictures.read("kinds/orientation-" + orientation + ".png");
        assertThat(turned.width()).isEqualTo(orientation > 4 ? 29 : 37);
        assertThat(TestPictures.furthest(turned, expected)).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb.png", "rgb.jpg", "rgb.webp", "lossless.webp", "palette.gif", "rgb.bmp", "cmyk.jpg"})
    void damagedFilesAreRefusedOrReadButNothingElse(String name) {
        byte[] whole = TestPictures.bytes("kinds/" + name);
        Random random = new Random(3);
        for (int i = 0; i < 60; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 2 == 0 ? whole.length : 1 + random.nextInt(whole.length));
            for (int j = 0; j < 5; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                PictureFile.decode(name, damaged);
            } catch (ImageException e) {
                assertThat(e).hasMessageStartingWith(name + ": ");
                assertThat(e.getMessage().lines()).hasSize(1);
            }
        }
    }

    @Test
    void whatIsNoPictureSaysWhatIsRead() {
        byte[] text = "not a picture".getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> PictureFile.decode("a.png", text))
                .withMessage("a.png: not a picture that is read here, expected PNG, JPEG, WebP, GIF or BMP");
    }

    @Test
    void hugePicturesAreRefusedByTheirHeaders() throws IOException {
        byte[] huge = png(60_000, 60_000, new byte[0], new byte[10]);
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> PictureFile.decode("huge.png", huge))
                .withMessageContaining("huge.png: 60000 x 60000 pixels, expected at most 134217728 together");
    }

    /** 200 MB of text in 200 kB of file, in a picture with a palette, whose texts the Java library unpacks. */
    @Test
    void textsThatUnpackToAnythingAreNotLookedAt() throws IOException {
        byte[] text = "k\0\0".getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.write(text);
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(chunk, new Deflater(1))) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                deflated.write(zeros);
            }
        }
        byte[] bomb = png(2, 2, chunk.toByteArray(), new byte[] {0, 0, 1, 0, 1, 0});
        long before = System.nanoTime();
        assertThatCode(() -> PictureFile.decode("bomb.png", bomb)).doesNotThrowAnyException();
        assertThat(System.nanoTime() - before).isLessThan(2_000_000_000L);
    }

    @Test
    void numbersOfPixelsAreNotColours() {
        Indices grey = PictureFile.decodeIndices("grey.png", TestPictures.bytes("kinds/grey.png"));
        assertThat(grey.at(3, 4))
                .isEqualTo(TestPictures.read("kinds/grey.png").cut(3, 4, 1, 1).samples()[0] & 0xff);
        assertThat(PictureFile.decodeIndices("p.png", TestPictures.bytes("kinds/palette.png"))
                        .highest())
                .isLessThan(16);
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> PictureFile.decodeIndices("c.png", TestPictures.bytes("kinds/rgb.png")))
                .withMessageContaining("c.png: has 3 channels, expected one of numbers");
    }

    @Test
    void everyPictureOfTheLibraryIsRead() {
        for (int type = BufferedImage.TYPE_INT_RGB; type <= BufferedImage.TYPE_BYTE_INDEXED; type++) {
            Picture picture = Colours.of(new BufferedImage(3, 2, type));
            assertThat(picture.width()).isEqualTo(3);
        }
    }

    /** A file of two colours from a palette. */
    private static byte[] png(int width, int height, byte[] text, byte[] rows) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(file);
        out.writeLong(0x89504e470d0a1a0aL);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {8, 3, 0, 0, 0});
        chunk(out, "IHDR", header.toByteArray());
        chunk(out, "PLTE", new byte[] {0, 0, 0, -1, -1, -1});
        if (text.length > 0) {
            chunk(out, "zTXt", text);
        }
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(pixels)) {
            deflated.write(rows);
        }
        chunk(out, "IDAT", pixels.toByteArray());
        chunk(out, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
        out.writeInt(content.length);
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(content);
        out.write(name);
        out.write(content);
        out.writeInt((int) sum.getValue());
    }
}
