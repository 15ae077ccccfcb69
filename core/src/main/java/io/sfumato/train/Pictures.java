package io.sfumato.train;

import io.sfumato.data.DataException;
import io.sfumato.data.Example;
import io.sfumato.image.PixelImages;
import io.sfumato.image.Pixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** The pixels of a data set, decoded when first asked for and then kept as bytes. */
final class Pictures {
    private final List<Example> examples;
    private final int size;
    private final byte[][] planes;

    Pictures(List<Example> examples, int size) {
        this.examples = examples;
        this.size = size;
        this.planes = new byte[examples.size()][];
    }

    int count() {
        return planes.length;
    }

    /** [N, 3, size, size] */
    Pixels batch(List<Integer> indices) {
        List<byte[]> chosen = new ArrayList<>();
        for (int index : indices) {
            if (planes[index] == null) {
                planes[index] = read(examples.get(index));
            }
            chosen.add(planes[index]);
        }
        return PixelImages.ofPlanes(chosen, size, size);
    }

    private byte[] read(Example example) {
        try {
            BufferedImage image = ImageIO.read(example.image().toFile());
            if (image == null || image.getWidth() != size || image.getHeight() != size) {
                throw new DataException(example.image() + " is "
                        + (image == null ? "not a picture" : image.getWidth() + " x " + image.getHeight())
                        + ", expected " + size + " x " + size + " pixels");
            }
            return PixelImages.planes(image);
        } catch (IOException e) {
            throw new DataException(example.image() + " cannot be read: " + e.getMessage());
        }
    }
}
