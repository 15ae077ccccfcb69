package io.sfumato.firststage;

import io.sfumato.nn.Chain;
import io.sfumato.nn.Conv2d;
import io.sfumato.nn.GroupNorm;
import io.sfumato.nn.Init;

/** What encoder and decoder have in common: a level of residual blocks, and the middle. */
final class Levels {
    /** Added to the variance by every group norm of an autoencoder. */
    static final double EPSILON = 1e-6;

    /** One level: its index from full resolution, the width that enters it, and its number of blocks. */
    record Level(int index, int widthIn, int blocks, boolean attends) {}

    private Levels() {}

    static void add(Chain chain, String name, AutoencoderSpec spec, Level level, Init init) {
        int out = spec.width(level.index());
        int width = level.widthIn();
        for (int block = 0; block < level.blocks(); block++) {
            chain.then(name + ".block." + block, new ResidualBlock(width, out, init));
            width = out;
            if (level.attends()) {
                attend(chain, name + ".attn." + block, spec, width, init);
            }
        }
    }

    static void addMiddle(Chain chain, AutoencoderSpec spec, int width, Init init) {
        chain.then("mid.block_1", new ResidualBlock(width, width, init));
        attend(chain, "mid.attn_1", spec, width, init);
        chain.then("mid.block_2", new ResidualBlock(width, width, init));
    }

    private static void attend(Chain chain, String name, AutoencoderSpec spec, int width, Init init) {
        switch (spec.attention()) {
            case SOFTMAX -> chain.then(name, new SelfAttention(width, init));
            case LINEAR -> chain.then(name, new LinearAttention(width, init));
            case NONE -> {}
        }
    }

    /** The way out of the last features: a norm, SiLU and a convolution. */
    static void addEnd(Chain chain, int width, int out, Init init) {
        GroupNorm norm = chain.adopt("norm_out", new GroupNorm(width, EPSILON, init));
        chain.then(chain.adopt("conv_out", Conv2d.same(width, out, init)).activated(norm));
    }
}
