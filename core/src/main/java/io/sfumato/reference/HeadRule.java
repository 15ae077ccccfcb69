package io.sfumato.reference;

import io.sfumato.unet.UNetSpec;

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

    abstract UNetSpec.HeadCount heads(UNetSpec.HeadCount configured, boolean transformer);
}
