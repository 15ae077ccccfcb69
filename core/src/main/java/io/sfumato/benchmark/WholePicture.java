package io.sfumato.benchmark;

import io.sfumato.condition.Cue;
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
import org.jspecify.annotations.Nullable;

/** A picture from noise to pixels, by a model that was opened as a user opens one: the most memory is what such a process has. */
final class WholePicture implements Setup {
    private static final double UNGUIDED = 1;

    private final WeightFile file;
    private final BenchmarkPlan plan;
    private @Nullable Model opened;

    WholePicture(BenchmarkPlan plan) {
        this.plan = plan;
        file = new WeightFile(plan.size().description());
    }

    @Override
    public List<Work> works() {
        Model model = file.open(plan.arithmetic());
        opened = model;
        ModelDescription description = model.description();
        Specimen specimen = new Specimen(description, model.parts(), model.compute());
        CuesToImages pictures = new CuesToImages(model.latentDiffusion());
        GenerationDefaults defaults = description.defaults();
        Cue wanted = specimen.cue(); // what guidance steers away from may be the same: it costs as much
        GenerationSettings settings = new GenerationSettings(
                        "",
                        1,
                        1,
                        defaults.width(),
                        defaults.height(),
                        plan.steps(),
                        specimen.hears() && description.absent().isPresent() ? defaults.guidance() : UNGUIDED,
                        OptionalDouble.empty(),
                        defaults.sampler())
                .taking(plan.shortcuts());
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
        if (opened != null) {
            opened.close();
        }
        file.close();
    }
}
