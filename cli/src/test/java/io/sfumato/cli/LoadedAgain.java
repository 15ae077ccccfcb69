package io.sfumato.cli;

import io.sfumato.model.Adaptation;
import io.sfumato.model.Arithmetic;
import io.sfumato.model.Model;
import io.sfumato.model.ModelFolder;
import io.sfumato.pipeline.GenerationListener;
import io.sfumato.pipeline.GenerationRequest;
import io.sfumato.pipeline.GenerationSettings;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.ResidentMemory;
import io.sfumato.tensor.WeightLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.OptionalDouble;

/** A process that opens a model, makes a picture with it and closes it, again and again, and tells its memory each time. */
final class LoadedAgain {
    /** What a line of memory begins with. */
    static final String MEMORY = "resident ";

    private static final int STEPS = 2;

    private LoadedAgain() {}

    /** Takes a model folder, and how often. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            once(Path.of(args[0]));
            System.out.println(MEMORY + ResidentMemory.now().orElseThrow());
        }
    }

    private static void once(Path folder) {
        Arithmetic arithmetic = Arithmetic.of(Placement.FLOAT32).fixed(WeightLayout.PACKED);
        try (Model model = ModelFolder.open(folder, arithmetic, Adaptation.NONE)) {
            GenerationSettings settings = new GenerationSettings(
                    "",
                    1,
                    1,
                    model.defaults().width(),
                    model.defaults().height(),
                    STEPS,
                    model.defaults().guidance(),
                    OptionalDouble.empty(),
                    model.defaults().sampler());
            model.textToImage()
                    .generate(
                            new GenerationRequest("red apple", 1, settings),
                            GenerationListener.collecting(new ArrayList<>()));
        }
    }
}
