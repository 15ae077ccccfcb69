/**
 * How good a model is, in numbers: whether pictures show what the words say ({@link io.sfumato.eval.CaptionFidelity}),
 * and how much of a picture the first stage keeps ({@link io.sfumato.eval.ReconstructionQuality}).
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.eval;
