/** What stages learn from: samples of a data set as pixels, or as latents, with what the network is told of them. */
@org.jspecify.annotations.NullMarked
package io.sfumato.train.samples;
