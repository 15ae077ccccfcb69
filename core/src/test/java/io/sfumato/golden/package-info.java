/**
 * Comparisons with numbers that the reference implementation (CompVis latent-diffusion a506df5, float32, one thread)
 * computed. Its weights come from a formula over their names: see {@link io.sfumato.golden.FormulaWeights}.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.golden;
