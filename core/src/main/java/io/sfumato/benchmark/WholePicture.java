package io.sfumato.benchmark;

import io.sfumato.condition.Cue;
import io.sfumato.model.Arithmetic;
import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.Model;
import io.sfumato.model.ModelDescription;
import io.sfumato.pipeline.CuesToImages;
import io.sfumato.pipeline.GenerationListener;
import io.sfumato.pipeline.GenerationSettings;
import io.sfumato.pipeline.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** A picture from noise to pixels. */
final class WholePicture implements Setup {
    private static final double UNGUIDED = 1;

    private final Specimen specimen;
    private final int steps;

    WholePicture(ModelDescription description, Arithmetic arithmetic, int steps) {
        specimen = Specimen.of(description, arithmetic);
        this.steps = steps;
    }

    @Override
    public List<Work> works() {
        ModelDescription description = specimen.description();
        CuesToImages pictures =
                new CuesToImages(Model.latentDiffusion(description, specimen.parts(), specimen.compute()));
        GenerationDefaults defaults = description.defaults();
        Cue wanted = specimen.cue(); // what guidance steers away from may be the same: it costs as much
        GenerationSettings settings = new GenerationSettings(
                "",
                1,
                1,
                defaults.width(),
                defaults.height(),
                steps,
                specimen.hears() && description.absent().isPresent() ? defaults.guidance() : UNGUIDED,
                OptionalDouble.empty(),
                defaults.sampler());
        return List.of(Work.forward(
                Part.PICTURE,
                1,
                () -> pictures.generate(
                        List.of(new Wish(wanted, wanted)),
                        settings,
                        GenerationListener.collecting(new ArrayList<>()))));
    }

    @Override
    public void close() {
        specimen.close();
    }
}
