package io.sfumato.firststage;

import io.sfumato.nn.Chain;
import io.sfumato.nn.Conv2d;
import io.sfumato.nn.Init;
import io.sfumato.tensor.FeatureMaps;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Tensor;

/** Builds the way from pixels [N, 3, H, W] to features [N, out, H/f, W/f]. */
final class Encoder {
    private Encoder() {}

    static Chain build(AutoencoderSpec spec, int out, Init init) {
        Chain chain = new Chain()
                .then(x -> spec.patch() == 1 ? x : Functional.pixelUnshuffle(x, spec.patch()))
                .then(FeatureMaps::laidOut)
                .then("conv_in", Conv2d.same(spec.foldedChannels(), spec.channels(), init));
        int width = spec.channels();
        for (int level = 0; level < spec.levels(); level++) {
            String name = "down." + level;
            Levels.add(
                    chain,
                    name,
                    spec,
                    new Levels.Level(level, width, spec.residualBlocks(), spec.encoderAttends(level)),
                    init);
            width = spec.width(level);
            if (level + 1 < spec.levels()) {
                chain.then(x -> Functional.padRightBottom(x, 1, 1))
                        .then(name + ".downsample.conv", Conv2d.halving(width, width, 0, init));
            }
        }
        Levels.addMiddle(chain, spec, width, init);
        Levels.addEnd(chain, width, out, init);
        return chain.then(Tensor::contiguous); // whoever learns from it is not bound to our order of memory
    }
}
