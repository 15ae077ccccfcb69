/**
 * From noise to images. Start at {@link io.sfumato.sampling.Sampler}, the whole trajectory: a {@link
 * io.sfumato.sampling.Solver} takes one step, {@link io.sfumato.sampling.SigmaSteps} says where the steps are, {@link
 * io.sfumato.sampling.Guidance} turns a denoiser and a condition into the {@link io.sfumato.sampling.Denoise} that they
 * see, {@link io.sfumato.sampling.Seeds} gives each image randomness of its own. {@link
 * io.sfumato.sampling.SamplerChoice} is what a user can name: a {@link io.sfumato.sampling.SamplerName} on a {@link
 * io.sfumato.sampling.ScheduleName}.
 *
 * <p>All formulas are in σ: x = clean + σ · noise, and dx/dσ = (x − D(x; σ)) / σ (Karras et al. 2022, eq. 1 with σ(t) =
 * t). In these coordinates DDIM is Euler's method. Multistep methods differ in what they
 * extend, D or ε, and in how: {@link io.sfumato.sampling.Extension}, {@link io.sfumato.sampling.AdamsBashforth}. Solvers are
 * pure: what a multistep method remembers is in its {@link
 * io.sfumato.sampling.State}, and only the sampler's loop knows of lifetime.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.sampling;
