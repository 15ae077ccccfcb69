package io.sfumato.tensor;

import java.nio.charset.StandardCharsets;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A seeded stream of random numbers: PyTorch's CPU generator, so that a seed gives the numbers that a Python script
 * would see. Explicit, never global; not safe for several threads.
 */
public final class Rng implements AutoCloseable {
    private final long seed;
    private final Generator generator;

    private Rng(long seed) {
        this.seed = seed;
        try (Region region = Region.open()) {
            this.generator = torch.make_generator_cpu(seed);
            generator.retainReference();
        }
    }

    /** A stream that starts at {@code seed}. */
    public static Rng seeded(long seed) {
        return new Rng(seed);
    }

    /** An independent stream for one purpose; the same seed and purpose give the same stream. */
    public Rng fork(String purpose) {
        return new Rng(mix(seed, purpose));
    }

    /** An independent stream for one item of a sequence, such as a training step. */
    public Rng fork(String purpose, long index) {
        return new Rng(mix(mix(seed, purpose), Long.toString(index)));
    }

    /** The seed that this stream started from. */
    public long seed() {
        return seed;
    }

    private Generator open() {
        if (generator.isNull()) {
            throw new TensorException("a stream of random numbers was used after it was closed");
        }
        return generator;
    }

    /** Unit normal numbers, float32. */
    public Tensor normal(Shape shape) {
        return Tensor.wrap(torch.randn(shape.toArray(), new GeneratorOptional(open()), Placement.FLOAT32.options()));
    }

    /** Uniform numbers in [0, 1), float32. */
    public Tensor uniform(Shape shape) {
        return Tensor.wrap(torch.rand(shape.toArray(), new GeneratorOptional(open()), Placement.FLOAT32.options()));
    }

    /**
     * Uniform numbers in [−bound, bound), drawn in float32. As with {@link #normal(Shape, double, Placement)}, what is made on the way is
     * freed at once: kept until a network is built, it would be three times as large as the network.
     */
    public Tensor uniform(Shape shape, double bound, Placement placement) {
        return Region.returning(() -> uniform(shape).mul(2 * bound).sub(bound).to(placement));
    }

    /** Normal numbers of mean 0, drawn in float32. */
    public Tensor normal(Shape shape, double deviation, Placement placement) {
        return Region.returning(() -> normal(shape).mul(deviation).to(placement));
    }

    /** Uniform integers in [0, bound), int64. */
    public Tensor integers(long bound, Shape shape) {
        return Tensor.wrap(
                torch.randint(bound, shape.toArray(), new GeneratorOptional(open()), Placement.INT64.options()));
    }

    /** FNV-1a over the text, then SplitMix64's finaliser. */
    static long mix(long seed, String text) {
        long hash = seed ^ 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }

    /** Frees the stream. Closing twice does nothing. */
    @Override
    public void close() {
        if (!generator.isNull()) {
            generator.releaseReference();
        }
    }
}
