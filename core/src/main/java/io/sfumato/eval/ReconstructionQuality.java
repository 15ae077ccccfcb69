package io.sfumato.eval;

import io.sfumato.data.DataException;
import io.sfumato.data.Example;
import io.sfumato.firststage.FirstStage;
import io.sfumato.image.PixelImages;
import io.sfumato.image.Pixels;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** How much of a picture survives the way through the first stage. */
public final class ReconstructionQuality {
    private static final double PEAK = 255;
    private static final double IDENTICAL = 100;

    private ReconstructionQuality() {}

    /** The peak signal-to-noise ratio in dB of each example's reconstruction, in eight bits. */
    public static List<Double> psnr(FirstStage firstStage, List<Example> examples, long seed) {
        return psnr(firstStage, examples.stream().map(ReconstructionQuality::read), seed);
    }

    /** The same of pictures. */
    static List<Double> psnr(FirstStage firstStage, Stream<BufferedImage> pictures, long seed) {
        return pictures.map(original -> psnr(original, reconstruct(firstStage, original, seed)))
                .toList();
    }

    static BufferedImage read(Example example) {
        try {
            BufferedImage image = ImageIO.read(example.image().toFile());
            if (image == null) {
                throw new DataException(example.image() + " is not a picture in a format that can be read");
            }
            return image;
        } catch (IOException e) {
            throw new DataException(example.image() + " cannot be read: " + e.getMessage());
        }
    }

    /** A picture encoded and decoded. */
    public static BufferedImage reconstruct(FirstStage firstStage, BufferedImage original, long seed) {
        return Grad.off(() -> Region.computing(() -> {
            try (Rng rng = Rng.seeded(seed)) {
                Pixels pixels = PixelImages.of(List.of(original));
                return PixelImages.toImages(firstStage.decode(firstStage.encode(pixels, rng)))
                        .get(0);
            }
        }));
    }

    /** 10 log₁₀(255² / mean squared error) over all samples; 100 for equal pictures. */
    public static double psnr(BufferedImage a, BufferedImage b) {
        byte[] samplesA = PixelImages.planes(a);
        byte[] samplesB = PixelImages.planes(b);
        double sum = 0;
        for (int i = 0; i < samplesA.length; i++) {
            double difference = (samplesA[i] & 0xff) - (samplesB[i] & 0xff);
            sum += difference * difference;
        }
        return sum == 0 ? IDENTICAL : 10 * Math.log10(PEAK * PEAK / (sum / samplesA.length));
    }
}
