package io.sfumato.reference;

import io.sfumato.unet.UNetSpec;
import java.util.List;
import java.util.Set;

/** How many heads the attention of a spatial transformer has: the reference has changed its mind about it. */
public enum HeadRule {
    /** What the configuration says, as the reference does since April 2022. */
    CONFIGURED {
        @Override
        UNetSpec.HeadCount heads(UNetSpec.HeadCount configured, boolean transformer) {
            return configured;
        }
    },
    /**
     * One head where the configuration gives a width of heads: what the first releases did, and what three of the
     * published checkpoints were trained with (cin256, text2img256, layout2img-openimages256).
     */
    ONE_HEAD {
        @Override
        UNetSpec.HeadCount heads(UNetSpec.HeadCount configured, boolean transformer) {
            return transformer && configured instanceof UNetSpec.HeadWidth ? new UNetSpec.FixedHeads(1) : configured;
        }
    };

    private static final Set<Sizes> TRAINED_WITH_ONE = Set.of(
            new Sizes(256, List.of(1, 2, 4), 1, 512), // cin256
            new Sizes(192, List.of(1, 2, 3, 5), 1, 640), // text2img256
            new Sizes(128, List.of(1, 2, 3, 4), 3, 512)); // layout2img-openimages256

    abstract UNetSpec.HeadCount heads(UNetSpec.HeadCount configured, boolean transformer);

    /**
     * Whether a U-Net is of the sizes of one of those three checkpoints and would attend with more heads than it was
     * trained with: their configurations cannot tell.
     */
    public static boolean isTrainedWithOneHead(UNetSpec unet) {
        return unet.attention() instanceof UNetSpec.CrossAttention cross
                && cross.heads() instanceof UNetSpec.HeadWidth
                && TRAINED_WITH_ONE.contains(
                        new Sizes(unet.width(), unet.multipliers(), cross.depth(), cross.contextWidth()));
    }

    /** What tells the three apart from others. */
    private record Sizes(int width, List<Integer> multipliers, int depth, int contextWidth) {}
}
