package io.sfumato.sampling;

import io.sfumato.tensor.Tensor;

/**
 * Multistep consistency sampling, Song et al. 2023, algorithm 1, which Luo et al. 2023 (LCM) use on latents: each step jumps to the
 * clean image and adds fresh noise for the next level, x' = D + σ' · noise. It is made for networks distilled to give
 * the end of the trajectory; any other gives the mean of all images that might be meant, and pictures become flat.
 */
public record Lcm() implements Solver {

    @Override
    public State step(Denoise denoise, State state, Step step, FreshNoise noise) {
        Tensor clean = denoise.at(state.x(), step.from());
        return State.at(step.to() == 0 ? clean : new Split(0, step.to()).raised(clean, noise));
    }
}
