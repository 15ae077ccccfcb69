package io.sfumato.train.reference;

import io.sfumato.model.Precision;
import io.sfumato.reference.Params;
import io.sfumato.train.recipe.RecipeException;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How the reference's program trains: the part {@code lightning} of a configuration.
 *
 * @param accumulation batches that make one step
 * @param gpus each of which has a batch of its own
 * @param clip largest norm of the gradient
 * @param sheetSteps steps between pictures that show how it goes
 */
record Lightning(int accumulation, int gpus, OptionalDouble clip, Ending ending, int sheetSteps) {
    /** What main.py says where the configuration does not. */
    private static final int SHEET_STEPS = 750;

    /** What changes nothing of the model that is learned, or only where it is computed. */
    private static final String[] WITHOUT_EFFECT = {
        "accelerator",
        "benchmark",
        "check_val_every_n_epoch",
        "deterministic",
        "distributed_backend",
        "flush_logs_every_n_steps",
        "log_every_n_steps",
        "num_sanity_val_steps",
        "plugins",
        "profiler",
        "progress_bar_refresh_rate",
        "replace_sampler_ddp",
        "strategy",
        "sync_batchnorm",
        "val_check_interval",
        "weights_summary"
    };

    /**
     * When it ends.
     *
     * @param epochs the number of times that all pictures are seen
     */
    record Ending(OptionalLong steps, OptionalLong epochs) {}

    static Lightning read(Params config) {
        Params lightning = config.mappingOrNone("lightning");
        lightning.ignore("modelcheckpoint", "logger", "find_unused_parameters");
        Params callbacks = lightning.mappingOrNone("callbacks");
        Params sheets = callbacks.mappingOrNone("image_logger").mappingOrNone("params");
        Params trainer = lightning.mappingOrNone("trainer");
        Lightning read = new Lightning(
                positive(trainer, "accumulate_grad_batches", 1),
                gpus(trainer),
                clip(trainer),
                new Ending(bound(trainer, "max_steps"), bound(trainer, "max_epochs")),
                positive(sheets, "batch_frequency", SHEET_STEPS));
        precision(trainer);
        trainer.ignore(WITHOUT_EFFECT);
        trainer.only("num_nodes", 1);
        trainer.only("gradient_clip_algorithm", "norm");
        trainer.done();
        lightning.done();
        return read;
    }

    private static int positive(Params params, String key, int otherwise) {
        int value = params.integer(key, otherwise);
        if (value < 1) {
            throw new RecipeException(params.path(key) + " is " + value + ", expected a number above 0");
        }
        return value;
    }

    /** Written as {@code "0,1,"}: their numbers. */
    private static int gpus(Params trainer) {
        String listed = trainer.text("gpus", "0,");
        return Math.max(1, (int)
                Arrays.stream(listed.split(",")).filter(gpu -> !gpu.isBlank()).count());
    }

    private static OptionalDouble clip(Params trainer) {
        double value = trainer.number("gradient_clip_val", 0);
        return value > 0 ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** Lightning writes −1 for "without end". */
    private static OptionalLong bound(Params trainer, String key) {
        long value = (long) trainer.number(key, -1);
        return value > 0 ? OptionalLong.of(value) : OptionalLong.empty();
    }

    private static void precision(Params trainer) {
        double bits = trainer.number("precision", Float.SIZE);
        if (bits != Float.SIZE) {
            throw new RecipeException(trainer.path("precision") + " is " + (int) bits
                    + ", expected 32: in float16 nothing is trained here. Translate it with 32, and say "
                    + Precision.BFLOAT16 + " in the recipe of the run if that is to be faster");
        }
    }
}
