package io.sfumato.unet;

import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;

/** Sinusoids of the timestep at geometrically spaced frequencies: cosines first, then sines. */
final class TimeEmbedding {
    private static final double LONGEST_PERIOD = 10_000;

    private TimeEmbedding() {}

    /**
     * @param timestep [N], float32
     * @return [N, width]
     */
    static Tensor of(Tensor timestep, int width) {
        int half = width / 2;
        float[] frequencies = new float[half];
        for (int i = 0; i < half; i++) {
            frequencies[i] = (float) Math.exp(-Math.log(LONGEST_PERIOD) * i / half);
        }
        Tensor row = Tensors.of(frequencies, Shape.of(1, half)).to(timestep.device());
        Tensor angles = timestep.unsqueeze(1).mul(row); // [N, width/2]
        return Tensors.cat(1, angles.cos(), angles.sin());
    }
}
