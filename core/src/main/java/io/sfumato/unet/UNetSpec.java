package io.sfumato.unet;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The sizes of a U-Net.
 *
 * @param inChannels channels of the input, those of a concatenated condition included
 * @param outChannels channels of the prediction
 * @param width channels of the first level ({@code model_channels})
 * @param multipliers channels of each level over {@code width} ({@code channel_mult})
 * @param residualBlocks blocks per level going down; one more going up ({@code num_res_blocks})
 * @param attentionFactors down-sampling factors at which levels have attention ({@code attention_resolutions}); the
 *     middle always has it
 * @param attention what attention is made of
 * @param resampling how a level is halved or doubled
 * @param modulation how a residual block hears the noise level
 * @param whole what of the condition is added to the noise level's embedding, where anything is
 */
public record UNetSpec(
        int inChannels,
        int outChannels,
        int width,
        List<Integer> multipliers,
        int residualBlocks,
        Set<Integer> attentionFactors,
        Attention attention,
        Resampling resampling,
        Modulation modulation,
        Optional<Whole> whole) {

    /** What attention is made of. */
    public sealed interface Attention {
        HeadCount heads();

        /** Whether a level of so many channels can have it. */
        boolean fits(int channels);
    }

    /** Positions attend to each other. */
    public record SelfAttention(HeadCount heads) implements Attention {
        @Override
        public boolean fits(int channels) {
            return heads.divides(channels);
        }
    }

    /**
     * Transformer blocks: positions attend to each other, then to the condition's tokens.
     *
     * @param depth blocks in a row
     * @param contextWidth width of the condition's tokens
     */
    public record CrossAttention(HeadCount heads, int depth, int contextWidth) implements Attention {
        public CrossAttention {
            if (depth < 1 || contextWidth < 1) {
                throw new IllegalArgumentException("unet: depth and context width of attention are " + depth + " and "
                        + contextWidth + ", expected numbers above 0");
            }
        }

        /** Heads that do not divide the channels leave the rest out: the blocks are then narrower than the level. */
        @Override
        public boolean fits(int channels) {
            int count = heads.of(channels);
            return 0 < count && count <= channels;
        }

        /** Width of the blocks at a level of so many channels. */
        int inner(int channels) {
            int count = heads.of(channels);
            return channels / count * count;
        }
    }

    /** How many heads attention over a number of channels has. */
    public sealed interface HeadCount {
        int of(int channels);

        /** Whether the heads share the channels with none left. */
        boolean divides(int channels);
    }

    /** The same number everywhere. */
    public record FixedHeads(int count) implements HeadCount {
        @Override
        public int of(int channels) {
            return count;
        }

        @Override
        public boolean divides(int channels) {
            return count > 0 && channels % count == 0;
        }

        @Override
        public String toString() {
            return count + " heads";
        }
    }

    /** Heads of the same width everywhere. */
    public record HeadWidth(int channels) implements HeadCount {
        public HeadWidth {
            if (channels < 1) {
                throw new IllegalArgumentException("unet: heads have " + channels + " channels, expected 1 or more");
            }
        }

        @Override
        public int of(int total) {
            return total / channels;
        }

        @Override
        public boolean divides(int total) {
            return total % channels == 0;
        }

        @Override
        public String toString() {
            return "heads of width " + channels;
        }
    }

    /** A part of the condition that speaks of the whole picture. */
    public sealed interface Whole {}

    /** A vector of the given width, through a perceptron. */
    public record VectorOfWidth(int width) implements Whole {
        public VectorOfWidth {
            if (width < 1) {
                throw new IllegalArgumentException("unet: vector width is " + width + ", expected 1 or more");
            }
        }
    }

    /** A class of a fixed number, each with a learned embedding ({@code num_classes}). */
    public record ClassOf(int count) implements Whole {
        public ClassOf {
            if (count < 1) {
                throw new IllegalArgumentException("unet: number of classes is " + count + ", expected 1 or more");
            }
        }
    }

    /** How a level is halved or doubled. */
    public enum Resampling {
        /** A convolution with stride 2; nearest neighbour and a convolution. */
        CONVOLUTION,
        /** A residual block that resamples inside. */
        RESIDUAL,
        /** The mean of four pixels; nearest neighbour. Nothing is learnt. */
        PLAIN
    }

    /** How a residual block hears the noise level. */
    public enum Modulation {
        /** Its embedding is added. */
        SHIFT,
        /** It scales and shifts the second norm (FiLM). */
        SCALE_SHIFT
    }

    public UNetSpec {
        multipliers = List.copyOf(multipliers);
        attentionFactors = Collections.unmodifiableSet(new TreeSet<>(attentionFactors)); // files have one order
        if (multipliers.isEmpty()) {
            throw new IllegalArgumentException("unet: multipliers are empty, expected one per level");
        }
        if (Collections.min(multipliers) < 1 || residualBlocks < 1) {
            throw new IllegalArgumentException("unet: multipliers are " + multipliers + " and residual blocks "
                    + residualBlocks + ", expected numbers above 0");
        }
        if (inChannels < 1 || outChannels < 1) {
            throw new IllegalArgumentException("unet: channels in and out are " + inChannels + " and " + outChannels
                    + ", expected numbers above 0");
        }
        if (width <= 0 || width % 32 != 0) {
            throw new IllegalArgumentException(
                    "unet: width is " + width + ", expected a multiple of 32 (group norm's groups)");
        }
        for (int channels : attendedWidths(width, multipliers, attentionFactors)) {
            if (!attention.fits(channels)) {
                throw new IllegalArgumentException("unet: " + attention.heads() + " cannot share the " + channels
                        + " channels of a level with attention");
            }
        }
    }

    /** Channels of the levels that have attention, and of the middle. */
    public List<Integer> attendedWidths() {
        return attendedWidths(width, multipliers, attentionFactors);
    }

    private static List<Integer> attendedWidths(int width, List<Integer> multipliers, Set<Integer> factors) {
        int last = multipliers.size() - 1; // the middle is as wide as the last level
        return IntStream.rangeClosed(0, last)
                .filter(level -> level == last || factors.contains(1 << level))
                .mapToObj(level -> width * multipliers.get(level))
                .toList();
    }

    /** By how much the largest map that has attention is smaller than the input, in each direction: the middle always has it. */
    int leastAttendedFactor() {
        return attentionFactors.stream()
                .filter(factor -> factor < factor())
                .min(Integer::compare)
                .orElse(factor());
    }

    /** Width of the noise level's embedding. */
    int embeddingWidth() {
        return 4 * width;
    }

    /** By how much the lowest level is smaller than the input, in each direction. */
    public int factor() {
        return 1 << (multipliers.size() - 1);
    }

    /**
     * What the input's sides must be multiples of. A convolution halves an odd side too, rounding up, and the way up comes
     * back to what it was; averages would lose its last pixels.
     */
    public int sideMultiple() {
        return switch (resampling) {
            case CONVOLUTION -> 1;
            case RESIDUAL, PLAIN -> factor();
        };
    }
}
