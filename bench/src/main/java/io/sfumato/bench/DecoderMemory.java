package io.sfumato.bench;

import io.sfumato.benchmark.BenchmarkSize;
import io.sfumato.firststage.Autoencoder;
import io.sfumato.firststage.FirstStage;
import io.sfumato.firststage.Latents;
import io.sfumato.model.InferencePrecision;
import io.sfumato.model.ModelDescription;
import io.sfumato.nn.Init;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.ResidentMemory;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import java.util.Locale;

/**
 * The memory that decoding one picture takes beside the weights, and the time, of Stable Diffusion's first stage with random weights.
 *
 * <pre>java -Xms64m -Xmx64m -XX:+AlwaysPreTouch … io.sfumato.bench.DecoderMemory 1024 float32</pre>
 */
final class DecoderMemory {
    private DecoderMemory() {}

    /** Takes the side of the picture, a multiple of 8, and a precision. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        long side = Long.parseLong(args[0]);
        Placement compute = InferencePrecision.valueOf(args[1].toUpperCase(Locale.ROOT))
                .on(Device.CPU)
                .compute();
        ModelDescription description = BenchmarkSize.SD_V1.description();
        try (Region region = Region.open();
                Rng rng = Rng.seeded(1);
                Autoencoder autoencoder = description.firstStage().build(new Init.Drawn(rng, compute))) {
            FirstStage firstStage = autoencoder.firstStage(description.scaling(), compute);
            Latents latents = new Latents(rng.normal(Shape.of(1, 4, side / 8, side / 8)));
            ResidentMemory.giveBack(); // what weights were drawn with
            ResidentMemory.forgetPeak();
            long before = ResidentMemory.now().orElseThrow();
            long start = System.nanoTime();
            Grad.off(() -> firstStage.decode(latents));
            double seconds = (System.nanoTime() - start) / 1e9;
            long peak = ResidentMemory.peak().orElseThrow();
            System.out.printf(
                    Locale.ROOT,
                    "%d x %d in %s: %.0f MB with the weights, %.0f MB more while it decodes, %.1f s%n",
                    side,
                    side,
                    compute.dtype().spelling(),
                    before / 1e6,
                    (peak - before) / 1e6,
                    seconds);
        }
    }
}
