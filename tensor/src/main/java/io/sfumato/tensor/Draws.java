package io.sfumato.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * What is drawn for each item of a batch: numbers that follow from a seed, the purpose, and the item's position in an endless
 * sequence, and from nothing else. The same items get the same numbers however a batch is divided, and a purpose asked twice
 * gives them twice.
 *
 * @param seed of the sequence
 * @param positions of the items of this batch
 */
public record Draws(long seed, List<Long> positions) {

    public Draws {
        positions = List.copyOf(positions);
        if (positions.isEmpty()) {
            throw new IllegalArgumentException("draws for no items, expected at least one");
        }
    }

    /** For {@code count} items from position {@code first}; their numbers are those of {@link Rng#fork(String, long)}. */
    public static Draws consecutive(Rng rng, long first, int count) {
        return new Draws(
                rng.seed(), LongStream.range(first, first + count).boxed().toList());
    }

    /** The number of items. */
    public int count() {
        return positions.size();
    }

    /**
     * Unit normal numbers, float32 in main memory.
     *
     * @param ofOne shape of one item
     * @return [N, …]
     */
    public Tensor normal(String purpose, Shape ofOne) {
        return each(purpose, ofOne, (item, stream) -> item.normal_(0, 1, stream));
    }

    /**
     * Uniform numbers in [0, 1), float32 in main memory.
     *
     * @param ofOne shape of one item
     * @return [N, …]
     */
    public Tensor uniform(String purpose, Shape ofOne) {
        return each(purpose, ofOne, (item, stream) -> item.uniform_(0, 1, stream));
    }

    /** A seed for each item, for streams of another kind. */
    public long[] seeds(String purpose) {
        return positions.stream()
                .mapToLong(position -> seedOf(purpose, position))
                .toArray();
    }

    /** One uniform number in [0, 1) for each item. */
    public double[] shares(String purpose) {
        return positions.stream()
                .mapToDouble(position -> (seedOf(purpose, position) >>> 11) * 0x1.0p-53)
                .toArray();
    }

    /** One stream for all items, set to each item's seed in turn: it costs less than a stream for each. */
    private Tensor each(String purpose, Shape ofOne, BiConsumer<org.bytedeco.pytorch.Tensor, GeneratorOptional> draw) {
        List<Long> sizes = new ArrayList<>(ofOne.sizes());
        sizes.add(0, (long) count());
        Tensor all = Tensors.empty(new Shape(sizes), Placement.FLOAT32);
        try (Region region = Region.open()) {
            Generator generator = torch.make_generator_cpu(seed);
            GeneratorOptional stream = new GeneratorOptional(generator);
            for (int i = 0; i < count(); i++) {
                generator.set_current_seed(seedOf(purpose, positions.get(i)));
                draw.accept(all.handle().select(0, i), stream);
            }
        }
        return all;
    }

    private long seedOf(String purpose, long position) {
        return Rng.mix(Rng.mix(seed, purpose), Long.toString(position));
    }
}
