package io.sfumato.condition;

/**
 * What a model is told that hears two things at once.
 *
 * @param beside for what stands beside the latents
 * @param inside for what is heard inside the network
 */
public record PairOfCues(Cue beside, Cue inside) implements Cue {}
