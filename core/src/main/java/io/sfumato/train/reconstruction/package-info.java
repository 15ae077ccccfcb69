/**
 * How a first stage learns: pictures through an autoencoder and back ({@link io.sfumato.train.reconstruction.Coding}), and what the
 * result costs.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.train.reconstruction;
