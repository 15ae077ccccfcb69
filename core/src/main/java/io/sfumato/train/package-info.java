/**
 * Training: a {@link io.sfumato.train.recipe.RunRecipe} says what, and a {@link io.sfumato.train.TrainingRun} does it in stages, which
 * are the first stage ({@link io.sfumato.train.reconstruction.FirstStageTraining}), the text encoder's sketch where there is one, and
 * the diffusion model ({@link io.sfumato.train.denoising.DiffusionTraining}); or one that tunes a model that is there ({@link
 * io.sfumato.train.denoising.Tuning}). Each is an {@link io.sfumato.train.loop.Objective} in
 * the one loop of {@link io.sfumato.train.loop}. Progress is counted in images; what is drawn for a picture depends on the seed and
 * on its position among all pictures seen, so that a run that goes on, or is shared among processes, continues the same stream.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.train;
