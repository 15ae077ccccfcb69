package io.sfumato.tensor;

/**
 * Group normalisation (Wu and He 2018): each group of channels of each sample gets mean 0 and variance 1, then each channel
 * its own scale and shift.
 *
 * @param weight scale of each channel, [C]
 * @param bias shift of each channel, [C]
 * @param epsilon added to the variance
 */
public record Normalisation(int groups, Tensor weight, Tensor bias, double epsilon) {}
