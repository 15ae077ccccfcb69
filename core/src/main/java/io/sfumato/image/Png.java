package io.sfumato.image;

import io.sfumato.tensor.FileTrouble;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A picture and the words that its PNG file carries. The same picture and words always make the same bytes.
 *
 * @param text from keyword to text, in the order of the file
 */
public record Png(BufferedImage image, Map<String, String> text) {
    /** Takes a copy of the words. */
    public Png {
        text = Collections.unmodifiableMap(new LinkedHashMap<>(text));
        text.keySet().forEach(PngText::checkKeyword);
    }

    /** A picture without words. */
    public static Png of(BufferedImage image) {
        return new Png(image, Map.of());
    }

    /** Reads a file. */
    public static Png read(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new ImageException(file + ": no such file", e);
        } catch (IOException e) {
            throw new ImageException(file + ": cannot be read: " + FileTrouble.of(e), e);
        }
        try {
            return decode(bytes);
        } catch (IOException | RuntimeException e) { // ImageIO throws either for broken files
            throw new ImageException(file + ": not a whole PNG file: " + e.getMessage(), e);
        }
    }

    /** Writes a file, in one move. */
    public void write(Path file) throws IOException {
        WholeFile.write(file, encode());
    }

    /** The bytes of the file. */
    public byte[] encode() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
            PngText.put(text, metadata);
            writer.setOutput(stream);
            writer.write(new IIOImage(image, null, metadata));
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static Png decode(byte[] bytes) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(stream);
            IIOImage whole = reader.readAll(0, null);
            return new Png((BufferedImage) whole.getRenderedImage(), PngText.of(whole.getMetadata()));
        } finally {
            reader.dispose();
        }
    }
}
