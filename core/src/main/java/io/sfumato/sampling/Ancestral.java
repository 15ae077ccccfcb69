package io.sfumato.sampling;

/**
 * Makes a solver stochastic: it goes below the step's end, to σ_down, and as much fresh noise brings it back up, σ_up² =
 * σ'² − σ_down² = η² · σ'² (σ² − σ'²)/σ².
 *
 * <p>Over {@link Euler} this is DDIM with η (Song et al. 2021, eq. 12 and 16), and with η = 1 DDPM's ancestral sampling
 * (Ho et al. 2020, algorithm 2). DDIM's own noise is s = η √((1 − ᾱ')/(1 − ᾱ)) √(1 − ᾱ/ᾱ') in x √ᾱ'. With ᾱ = 1/(1 +
 * σ²), so that 1 − ᾱ = σ² ᾱ, it is in x
 *
 * <pre>s²/ᾱ' = η² · (σ'² ᾱ')/(σ² ᾱ) · (1 − ᾱ/ᾱ')/ᾱ' = η² · σ'²/σ² · (1/ᾱ − 1/ᾱ') = η² · σ'²/σ² · (σ² − σ'²),</pre>
 *
 * <p>which is σ_up²; and what remains of its ε, √(1 − ᾱ' − s²)/√ᾱ' = √(σ'² − σ_up²), is σ_down.
 *
 * <p>Noise is drawn on every step that does not end at σ = 0, also where the step has no length, as the reference does.
 *
 * @param eta 0 leaves the solver as it is
 */
public record Ancestral(Solver inner, double eta) implements Solver {

    public Ancestral {
        check(eta);
    }

    static void check(double eta) {
        if (!(eta >= 0)) {
            throw new IllegalArgumentException("eta is " + eta + ", expected 0 or more");
        }
    }

    @Override
    public State step(Denoise denoise, State state, Step step, FreshNoise noise) {
        if (eta == 0 || step.to() == 0) {
            return inner.step(denoise, state, step, noise);
        }
        Split split = Split.ancestral(step, eta);
        State below = inner.step(denoise, state, step.endingAt(split.down()), noise);
        return below.withX(split.raised(below.x(), noise));
    }
}
