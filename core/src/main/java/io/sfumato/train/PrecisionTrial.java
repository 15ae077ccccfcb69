package io.sfumato.train;

import io.sfumato.model.Precision;
import io.sfumato.nn.Conv2d;
import io.sfumato.nn.Init;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;

/**
 * Which precision this machine learns faster in, by trying both on a convolution like those of a U-Net, there and back. Instructions
 * for bfloat16 do not decide that: where they are no wider than those for float32, learning loses more by casts than it gains.
 */
final class PrecisionTrial {
    private static final int CHANNELS = 128;
    private static final Shape FEATURES = Shape.of(8, CHANNELS, 16, 16);
    private static final int ROUNDS = 5;

    private PrecisionTrial() {}

    /** A precision as it is said; where it is left open, the faster one here. */
    static Precision settled(Precision said, Device device) {
        return said == Precision.AUTO ? faster(device) : said;
    }

    /** {@link Precision#FLOAT32} or {@link Precision#BFLOAT16}; the first where there is nothing between them. */
    private static Precision faster(Device device) {
        try (Region region = Region.open();
                Rng rng = Rng.seeded(0);
                Conv2d convolution = Conv2d.same(CHANNELS, CHANNELS, Init.drawn(rng, device))) {
            Tensor features = rng.normal(FEATURES).to(device);
            long bfloat16 = Long.MAX_VALUE;
            long float32 = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) { // in turns, so that a slower moment strikes both
                bfloat16 = Math.min(bfloat16, nanos(convolution, features, Placement.BFLOAT16.on(device)));
                float32 = Math.min(float32, nanos(convolution, features, Placement.FLOAT32.on(device)));
            }
            return bfloat16 < float32 ? Precision.BFLOAT16 : Precision.FLOAT32;
        }
    }

    private static long nanos(Conv2d convolution, Tensor features, Placement compute) {
        long start = System.nanoTime();
        try (Region region = Region.open()) {
            Tensor input = features.detach().requireGrad();
            convolution
                    .forward(input.to(compute))
                    .to(DType.FLOAT32)
                    .square()
                    .mean()
                    .backward();
            input.grad().mean().item(); // a device tells that it is done only when it is asked for numbers
        }
        return System.nanoTime() - start;
    }
}
