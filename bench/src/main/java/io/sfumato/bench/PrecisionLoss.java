package io.sfumato.bench;

import io.sfumato.diffusion.Shortcuts;
import io.sfumato.eval.ReconstructionQuality;
import io.sfumato.model.Adaptation;
import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.InferencePrecision;
import io.sfumato.model.Model;
import io.sfumato.model.ModelFolder;
import io.sfumato.pipeline.GenerationListener;
import io.sfumato.pipeline.GenerationRequest;
import io.sfumato.pipeline.GenerationSettings;
import io.sfumato.tensor.Device;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How far pictures of the embedded model are from the same in float32 where they are computed less precisely, or something is left out.
 *
 * <pre>java … io.sfumato.bench.PrecisionLoss models/emoji-128</pre>
 */
final class PrecisionLoss {
    private static final List<String> PROMPTS = List.of(
            "red apple, noto style",
            "grinning face, fluent style",
            "rocket, noto style",
            "birthday cake, fluent style",
            "sunflower, fxemoji style",
            "house, emojione style");

    private static final int EACH = 2;
    private static final long SEED = 7;

    private PrecisionLoss() {}

    /** A way to make pictures that may be others. */
    private record Way(InferencePrecision precision, Shortcuts shortcuts) {}

    /** Takes the folder of the model. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        Path model = Path.of(args[0]);
        List<BufferedImage> precise = pictures(model, new Way(InferencePrecision.FLOAT32, Shortcuts.NONE));
        ways().forEach((name, way) -> {
            List<BufferedImage> others = pictures(model, way);
            double[] decibels = new double[precise.size()];
            Arrays.setAll(decibels, i -> ReconstructionQuality.psnr(precise.get(i), others.get(i)));
            Arrays.sort(decibels);
            int last = decibels.length - 1;
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %.1f to %.1f dB, %.1f in the median%n",
                    name,
                    decibels[0],
                    decibels[last],
                    (decibels[last / 2] + decibels[(last + 1) / 2]) / 2);
        });
    }

    private static Map<String, Way> ways() {
        Map<String, Way> ways = new LinkedHashMap<>();
        for (InferencePrecision precision :
                List.of(InferencePrecision.BFLOAT16, InferencePrecision.FLOAT16, InferencePrecision.INT8)) {
            ways.put(precision.toString(), new Way(precision, Shortcuts.NONE));
        }
        for (int every = 2; every <= 3; every++) {
            ways.put("reuse " + every, shortened(every, 0));
        }
        for (double share : new double[] {0.25, 0.5}) {
            ways.put("merge-tokens " + share, shortened(1, share));
        }
        return ways;
    }

    private static Way shortened(int every, double share) {
        return new Way(
                InferencePrecision.FLOAT32,
                new Shortcuts(new Shortcuts.Reuse(every), new Shortcuts.TokenMerging(share)));
    }

    private static List<BufferedImage> pictures(Path folder, Way way) {
        List<BufferedImage> pictures = new ArrayList<>();
        try (Model model = ModelFolder.open(folder, way.precision().on(Device.CPU), Adaptation.NONE)) {
            GenerationDefaults defaults = model.defaults();
            GenerationSettings settings = new GenerationSettings(
                            "",
                            SEED,
                            EACH,
                            defaults.width(),
                            defaults.height(),
                            defaults.steps(),
                            defaults.guidance(),
                            OptionalDouble.empty(),
                            defaults.sampler())
                    .taking(way.shortcuts());
            for (String prompt : PROMPTS) {
                model.textToImage()
                        .generate(
                                new GenerationRequest(prompt, EACH, settings), GenerationListener.collecting(pictures));
            }
        }
        return pictures;
    }
}
