package io.sfumato.eval;

import io.sfumato.data.Example;
import io.sfumato.data.Split;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Squares of one colour on white. */
final class DrawnPictures {
    static final int SIDE = 64;

    private DrawnPictures() {}

    static BufferedImage square(Color color, int corner) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, SIDE, SIDE);
        graphics.setColor(color);
        graphics.fillRect(corner, corner, SIDE / 2, SIDE / 2);
        graphics.dispose();
        return image;
    }

    static Example example(Path folder, String concept, String style, BufferedImage image) throws IOException {
        return of(folder, new Pair(concept, style), Split.TRAIN, image);
    }

    static Example heldOut(Path folder, String concept, String style, BufferedImage image) throws IOException {
        return of(folder, new Pair(concept, style), Split.HELD_OUT, image);
    }

    private record Pair(String concept, String style) {}

    private static Example of(Path folder, Pair pair, Split split, BufferedImage image) throws IOException {
        Path file = folder.resolve(pair.concept() + "-" + pair.style() + ".png");
        ImageIO.write(image, "png", file.toFile());
        return new Example(
                file, pair.concept(), List.of(), List.of(), pair.style(), pair.concept(), "shapes", split, "drawn");
    }
}
