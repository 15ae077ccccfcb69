package io.sfumato.firststage;

import io.sfumato.nn.Chain;
import io.sfumato.nn.Conv2d;
import io.sfumato.nn.Init;
import io.sfumato.tensor.FeatureMaps;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Tensor;

/** Builds the way from features [N, z, H/f, W/f] to pixels [N, 3, H, W]. */
final class Decoder {
    private Decoder() {}

    static Chain build(AutoencoderSpec spec, Init init) {
        int width = spec.width(spec.levels() - 1);
        Chain chain =
                new Chain().then(FeatureMaps::laidOut).then("conv_in", Conv2d.same(spec.latentChannels(), width, init));
        Levels.addMiddle(chain, spec, width, init);
        for (int level = spec.levels() - 1; level >= 0; level--) {
            String name = "up." + level;
            Levels.add(
                    chain,
                    name,
                    spec,
                    new Levels.Level(level, width, spec.residualBlocks() + 1, spec.decoderAttends(level)),
                    init);
            width = spec.width(level);
            if (level > 0) {
                Conv2d convolution = chain.adopt(name + ".upsample.conv", Conv2d.same(width, width, init));
                chain.then(convolution.doubling());
            }
        }
        Levels.addEnd(chain, width, spec.foldedChannels(), init);
        return chain.then(x -> spec.patch() == 1 ? x : Functional.pixelShuffle(x, spec.patch()))
                .then(Tensor::contiguous); // as the encoder's codes, in the common order of memory
    }
}
