package io.sfumato.unet;

import io.sfumato.tensor.Device;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;

/**
 * Sinusoids of the timestep at geometrically spaced frequencies: cosines first, then sines. The frequencies are brought to the network's device
 * once, and stay until this is closed.
 */
final class TimeEmbedding implements AutoCloseable {
    private static final double LONGEST_PERIOD = 10_000;

    private final Tensor frequencies; // [1, width/2], float32

    TimeEmbedding(int width, Device device) {
        int half = width / 2;
        float[] row = new float[half];
        for (int i = 0; i < half; i++) {
            row[i] = (float) Math.exp(-Math.log(LONGEST_PERIOD) * i / half);
        }
        frequencies = Tensors.of(row, Shape.of(1, half)).to(device).pin();
    }

    /**
     * Of a batch, beside {@code timestep}.
     *
     * @param timestep [N], float32
     * @return [N, width]
     */
    Tensor of(Tensor timestep) {
        Tensor angles = timestep.unsqueeze(1).mul(frequencies.to(timestep.device())); // [N, width/2]
        return Tensors.cat(1, angles.cos(), angles.sin());
    }

    @Override
    public void close() {
        frequencies.close();
    }
}
