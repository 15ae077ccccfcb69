package io.sfumato.firststage;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The sizes of an autoencoder, as the reference's {@code ddconfig} names them.
 *
 * @param patch side of the squares of pixels that are folded into channels before the first convolution: 1 in the
 *     reference; 2 spares the costly first level
 * @param resolution side of the pictures it was made for; decides where {@code attentionSides} fall
 * @param channels width of the first level ({@code ch})
 * @param multipliers width of each level over {@code channels} ({@code ch_mult}); each level but the last halves the side
 * @param residualBlocks blocks per level of the encoder; the decoder has one more ({@code num_res_blocks})
 * @param attentionSides sides of the feature map at which levels have self-attention ({@code attn_resolutions})
 * @param attention what attention is, in the middle too ({@code attn_type})
 * @param latentChannels channels between encoder and decoder ({@code z_channels})
 * @param embeddedChannels channels of the latents ({@code embed_dim})
 */
public record AutoencoderSpec(
        int patch,
        int resolution,
        int channels,
        List<Integer> multipliers,
        int residualBlocks,
        Set<Integer> attentionSides,
        Attention attention,
        int latentChannels,
        int embeddedChannels) {

    /** What attention is. */
    public enum Attention {
        /** Every position attends to every other. */
        SOFTMAX,
        /** Linear in the number of positions, and in place of its input: the reference's {@code linear}. */
        LINEAR,
        /** There is none anywhere. */
        NONE
    }

    public AutoencoderSpec {
        multipliers = List.copyOf(multipliers);
        attentionSides = Collections.unmodifiableSet(new TreeSet<>(attentionSides)); // files have one order
        if (multipliers.isEmpty()) {
            throw new IllegalArgumentException("autoencoder: multipliers are empty, expected one per level");
        }
        if (Collections.min(multipliers) < 1 || residualBlocks < 1) {
            throw new IllegalArgumentException("autoencoder: multipliers are " + multipliers + " and residual blocks "
                    + residualBlocks + ", expected numbers above 0");
        }
        if (latentChannels < 1 || embeddedChannels < 1) {
            throw new IllegalArgumentException("autoencoder: latent and embedded channels are " + latentChannels
                    + " and " + embeddedChannels + ", expected numbers above 0");
        }
        if (patch < 1 || Integer.bitCount(patch) != 1) {
            throw new IllegalArgumentException("autoencoder: patch is " + patch + ", expected a power of two");
        }
        if (channels % 32 != 0 || channels <= 0) {
            throw new IllegalArgumentException(
                    "autoencoder: channels are " + channels + ", expected a multiple of 32 (group norm's groups)");
        }
    }

    /** How many pixels of a row one latent stands for: f. */
    public int factor() {
        return patch << (multipliers.size() - 1);
    }

    int width(int level) {
        return channels * multipliers.get(level);
    }

    /** Channels of pixels as the first and the last convolution see them. */
    int foldedChannels() {
        return 3 * patch * patch;
    }

    int levels() {
        return multipliers.size();
    }

    /** Whether the encoder has attention at a level. */
    boolean encoderAttends(int level) {
        return attends((resolution / patch) >> level);
    }

    /** Whether the decoder has, whose sides double from the lowest: not the encoder's where those were rounded. */
    boolean decoderAttends(int level) {
        int last = levels() - 1;
        return attends((resolution / patch) >> last << (last - level));
    }

    private boolean attends(int side) {
        return attention != Attention.NONE && attentionSides.contains(side);
    }
}
