package io.sfumato.sampling;

import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * One seed per image of a batch. An image's numbers depend on its own seed alone, so that it is the same image in a
 * batch of any size.
 */
public record Seeds(List<Long> each) {

    public Seeds {
        each = List.copyOf(each);
        if (each.isEmpty()) {
            throw new IllegalArgumentException("seeds for no images, expected at least one");
        }
    }

    /** {@code first}, {@code first + 1}, … for {@code count} images. */
    public static Seeds consecutive(long first, int count) {
        return new Seeds(LongStream.range(0, count).mapToObj(i -> first + i).toList());
    }

    /** The number of images. */
    public int count() {
        return each.size();
    }

    /**
     * Where sampling starts: unit normal numbers, float32 in main memory. They are the first that PyTorch's generator
     * gives for the seed.
     *
     * @param ofOneImage [C, H, W]
     * @return [N, C, H, W]
     */
    public Tensor unitNoise(Shape ofOneImage) {
        List<Tensor> draws = new ArrayList<>();
        for (long seed : each) {
            try (Rng rng = Rng.seeded(seed)) {
                draws.add(rng.normal(ofOneImage));
            }
        }
        return Tensors.stack(0, draws); // [N, C, H, W]
    }

    /** The draws of one trajectory, from the first. Each image's are independent of its {@link #unitNoise}. */
    public FreshNoise fresh() {
        return new Stream(this);
    }

    private static final class Stream implements FreshNoise {
        private final Seeds seeds;
        private long drawn;

        private Stream(Seeds seeds) {
            this.seeds = seeds;
        }

        @Override
        public Tensor next(Shape shape) {
            if (shape.size(0) != seeds.count()) {
                throw new IllegalArgumentException(
                        "noise of shape " + shape + " from " + seeds.count() + " seeds, expected one seed per image");
            }
            Shape ofOneImage = new Shape(shape.sizes().subList(1, shape.rank()));
            List<Tensor> draws = new ArrayList<>();
            for (long seed : seeds.each) {
                try (Rng image = Rng.seeded(seed);
                        Rng draw = image.fork("fresh noise", drawn)) {
                    draws.add(draw.normal(ofOneImage));
                }
            }
            drawn++;
            return Tensors.stack(0, draws); // [N, C, H, W]
        }
    }
}
