package io.sfumato.diffusers;

import io.sfumato.diffusion.BetaSchedule;
import io.sfumato.diffusion.EpsPrediction;
import io.sfumato.diffusion.NoiseTable;
import io.sfumato.diffusion.Preconditioning;
import io.sfumato.diffusion.VPrediction;
import io.sfumato.diffusion.X0Prediction;
import io.sfumato.model.ModelException;
import io.sfumato.reference.Params;
import java.util.Set;

/**
 * Reads what a scheduler knows of its network: the noise that it was trained on, and what it predicts. The rest says how to
 * sample, and so is the user's to choose.
 */
final class SchedulerReader {
    private static final Set<String> KNOWN = Set.of(
            "DDIMScheduler",
            "DDPMScheduler",
            "DEISMultistepScheduler",
            "DPMSolverMultistepScheduler",
            "DPMSolverSinglestepScheduler",
            "EulerAncestralDiscreteScheduler",
            "EulerDiscreteScheduler",
            "HeunDiscreteScheduler",
            "KDPM2AncestralDiscreteScheduler",
            "KDPM2DiscreteScheduler",
            "LMSDiscreteScheduler",
            "PNDMScheduler",
            "UniPCMultistepScheduler");

    private SchedulerReader() {}

    static Preconditioning read(Component scheduler) {
        Params params = scheduler.expect(KNOWN).config("scheduler_config.json");
        params.only("trained_betas", "null");
        try {
            BetaSchedule schedule = params.flag("rescale_betas_zero_snr", false)
                    ? new BetaSchedule.ZeroTerminalSnr(schedule(params))
                    : schedule(params);
            NoiseTable table = NoiseTable.of(schedule, params.integer("num_train_timesteps"));
            String kind = params.text("prediction_type", "epsilon"); // files older than the choice do not name it
            return switch (kind) {
                case "epsilon" -> new EpsPrediction(table);
                case "v_prediction" -> new VPrediction(table);
                case "sample" -> new X0Prediction(table);
                default ->
                    throw new ModelException(params.path("prediction_type") + " is " + kind
                            + ", expected epsilon, v_prediction or sample");
            };
        } catch (IllegalArgumentException e) {
            throw new ModelException(params.path("beta_schedule") + ": " + e.getMessage(), e);
        }
    }

    private static BetaSchedule schedule(Params params) {
        String name = params.text("beta_schedule");
        return switch (name) {
            case "scaled_linear" ->
                new BetaSchedule.ScaledLinear(params.number("beta_start"), params.number("beta_end"));
            case "linear" -> new BetaSchedule.Linear(params.number("beta_start"), params.number("beta_end"));
            case "squaredcos_cap_v2" -> BetaSchedule.Cosine.DEFAULT;
            default ->
                throw new ModelException(params.path("beta_schedule") + " is " + name
                        + ", expected scaled_linear, linear or squaredcos_cap_v2");
        };
    }
}
