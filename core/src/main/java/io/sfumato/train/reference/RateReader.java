package io.sfumato.train.reference;

import io.sfumato.reference.Params;
import io.sfumato.reference.Target;
import io.sfumato.train.recipe.LearningRate;
import io.sfumato.train.recipe.RecipeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the reference's schedules of the learning rate, {@code scheduler_config}. */
final class RateReader {
    private static final String PACKAGE = "ldm.lr_scheduler.";
    private static final String COSINE = PACKAGE + "LambdaWarmUpCosineScheduler";
    private static final String COSINES = PACKAGE + "LambdaWarmUpCosineScheduler2";
    private static final String LINES = PACKAGE + "LambdaLinearScheduler";

    private RateReader() {}

    /** @param base what the schedule multiplies */
    static LearningRate read(Params model, double base) {
        if (!model.has("scheduler_config")) {
            return new LearningRate.Constant(base, 0);
        }
        Target target = Target.of(model, "scheduler_config", Set.of(COSINE, COSINES, LINES));
        Params params = target.params();
        params.ignore("verbosity_interval");
        try {
            LearningRate rate =
                    switch (target.name()) {
                        case COSINE -> cosine(params, base);
                        case COSINES -> new LearningRate.WarmUpCosineCycles(cycles(params, base));
                        default -> new LearningRate.WarmUpLinearCycles(cycles(params, base));
                    };
            params.done();
            return rate;
        } catch (IllegalArgumentException e) {
            throw new RecipeException(target.where() + ": " + e.getMessage(), e);
        }
    }

    private static LearningRate cosine(Params params, double base) {
        return new LearningRate.WarmUpCosine(
                base * params.number("lr_start"),
                base * params.number("lr_max"),
                base * params.number("lr_min"),
                (long) params.number("warm_up_steps"),
                (long) params.number("max_decay_steps"));
    }

    private static List<LearningRate.Cycle> cycles(Params params, double base) {
        List<Double> lengths = params.numbers("cycle_lengths");
        List<Double> warmUps = ofEach(params, "warm_up_steps", lengths.size());
        List<Double> starts = ofEach(params, "f_start", lengths.size());
        List<Double> peaks = ofEach(params, "f_max", lengths.size());
        List<Double> ends = ofEach(params, "f_min", lengths.size());
        List<LearningRate.Cycle> cycles = new ArrayList<>();
        for (int i = 0; i < lengths.size(); i++) {
            cycles.add(new LearningRate.Cycle(
                    base * starts.get(i),
                    base * peaks.get(i),
                    base * ends.get(i),
                    warmUps.get(i).longValue(),
                    lengths.get(i).longValue()));
        }
        return cycles;
    }

    private static List<Double> ofEach(Params params, String key, int count) {
        List<Double> values = params.numbers(key);
        if (values.size() != count) {
            throw new RecipeException(params.path(key) + " has " + values.size() + " numbers, expected " + count
                    + ", as many as cycle_lengths");
        }
        return values;
    }
}
