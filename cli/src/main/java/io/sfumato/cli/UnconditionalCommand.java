package io.sfumato.cli;

import io.sfumato.condition.Cue;
import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.Model;
import io.sfumato.pipeline.CuesToImages;
import io.sfumato.pipeline.GenerationSettings;
import io.sfumato.pipeline.Wish;
import java.awt.Dimension;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code unconditional}: pictures of whatever a model makes. */
@Command(
        name = "unconditional",
        description = "Makes pictures without saying of what.",
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "For models that are told nothing, and for those that have learned to do without words or a class. Example:",
            "  ./sfumato unconditional --count 16 --model runs/fashion-mnist/model -o sheet.png"
        })
final class UnconditionalCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Mixin
    private final PictureOptions pictures = new PictureOptions();

    UnconditionalCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        PictureRun run = pictures.begin(console);
        GenerationOptions options = pictures.generation();
        long seed = options.seed();
        try (Model opened = pictures.open(model, run)) {
            Cue nothing = opened.description().absent().orElseThrow(() -> Hearing.of(opened)
                    .missing(model.path()));
            GenerationDefaults defaults = opened.defaults();
            Dimension size = options.size(new Dimension(defaults.width(), defaults.height()));
            GenerationSettings settings = options.settings(Steering.NONE, seed, size, defaults);
            Asked asked = new Asked(List.of(new Subject.Anything()), options.count(), settings);
            List<Wish> wishes = Collections.nCopies(asked.count(), new Wish(nothing, nothing));
            CuesToImages pipeline = new CuesToImages(opened.latentDiffusion());
            run.make(
                    opened,
                    asked,
                    options.files(opened.name(), asked),
                    listener -> pipeline.generate(wishes, settings, listener));
        }
        return 0;
    }
}
