/**
 * Training: a {@link io.sfumato.train.recipe.Recipe} says what, a {@link io.sfumato.train.TrainingPlan} is one that can be trained
 * here, and a {@link io.sfumato.train.TrainingRun} does it in stages (first stage, sketch, diffusion model), each one an {@link
 * io.sfumato.train.Objective} in a {@link io.sfumato.train.Trainer}. Progress is counted in images; randomness depends on the
 * seed and that count alone, so that a resumed run continues the same stream.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.train;
