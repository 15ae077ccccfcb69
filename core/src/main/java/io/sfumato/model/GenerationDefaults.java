package io.sfumato.model;

import io.sfumato.sampling.SamplerChoice;
import io.sfumato.sampling.SamplerName;

/** What a model is best asked with, where the user says nothing. */
public record GenerationDefaults(int width, int height, int steps, double guidance, SamplerChoice sampler) {
    private static final int STEPS = 50;
    private static final double TEXT_GUIDANCE = 5;
    private static final double STABLE_DIFFUSION_GUIDANCE = 7.5;

    /** Square pictures with what the reference's scripts ask for. */
    public static GenerationDefaults ofReference(int side, ConditionerSpec conditioner) {
        return new GenerationDefaults(side, side, STEPS, guidance(conditioner), SamplerChoice.of(SamplerName.DDIM));
    }

    /** The same for square pictures of another side. */
    public GenerationDefaults ofSide(int side) {
        return new GenerationDefaults(side, side, steps, guidance, sampler);
    }

    private static double guidance(ConditionerSpec conditioner) {
        if (conditioner.inside() instanceof ConditionerSpec.ClipText) {
            return STABLE_DIFFUSION_GUIDANCE;
        }
        return conditioner.inside() instanceof ConditionerSpec.Text ? TEXT_GUIDANCE : 1;
    }
}
