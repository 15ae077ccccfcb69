package io.sfumato.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.diffusion.GoldenFiles;
import io.sfumato.diffusion.NoiseTable;
import io.sfumato.diffusion.Tables;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Solvers in σ against the formulas in ᾱ that the papers and the reference state, in plain arithmetic. */
@ExtendWith(NoLeaks.class)
class ReferenceFormulasTest {
    private static final NoiseTable TABLE = Tables.LDM;
    private static final GaussianData DATA = new GaussianData(0.4, 0.8);

    /** The signal level ᾱ of a noise level. */
    private static double alpha(double sigma) {
        return 1 / (1 + sigma * sigma);
    }

    /** The network's ε at x√ᾱ. */
    private static double eps(double x, double alpha) {
        double sigma = Math.sqrt((1 - alpha) / alpha);
        double data = DATA.deviation() * DATA.deviation();
        double unscaled = x / Math.sqrt(alpha);
        double denoised = (data * unscaled + sigma * sigma * DATA.mean()) / (data + sigma * sigma);
        return (unscaled - denoised) / sigma;
    }

    /** Song et al. 2021, eq. 12, where {@code s} is its σ_t. */
    private static double ddim(double x, double eps, double[] alphas, double s, double noise) {
        double clean = (x - Math.sqrt(1 - alphas[0]) * eps) / Math.sqrt(alphas[0]);
        return Math.sqrt(alphas[1]) * clean + Math.sqrt(1 - alphas[1] - s * s) * eps + s * noise;
    }

    /** Song et al. 2021, eq. 16. */
    private static double ddimSigma(double eta, double alpha, double next) {
        return eta * Math.sqrt((1 - next) / (1 - alpha)) * Math.sqrt(1 - alpha / next);
    }

    @ParameterizedTest
    @CsvSource({"10, 0", "10, 1", "20, 1", "50, 0", "50, 1", "200, 1"})
    void theAncestralSplitIsDdimsSigma(int steps, double eta) {
        assertThat(ddimSigmas(new LdmUniform(Tables.TEXT_TO_IMAGE), steps, eta))
                .containsExactly(golden("uniform", steps, eta), within(1e-12));
        assertThat(ddimSigmas(new LdmQuadratic(Tables.TEXT_TO_IMAGE), steps, eta))
                .containsExactly(golden("quad", steps, eta), within(1e-12));
    }

    /** σ_up of each step times √ᾱ' of its end, from low noise to high as the reference lists them. */
    private static double[] ddimSigmas(SigmaSteps spacing, int steps, double eta) {
        double[] sigmas = spacing.sigmas(steps);
        double[] result = new double[sigmas.length - 1];
        for (int i = 0; i < result.length; i++) {
            Step step = new Step(i, sigmas[i], sigmas[i + 1]);
            double up = Split.ancestral(step, eta).up();
            result[result.length - 1 - i] = up * Math.sqrt(alpha(step.to()));
        }
        return result;
    }

    private static double[] golden(String spacing, int steps, double eta) {
        try (TensorArchive golden = GoldenFiles.open("schedules")) {
            return golden.load("ddim." + spacing + "." + steps + ".eta" + eta + ".sigmas")
                    .toDoubles();
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 0", "15, 0.5", "50, 1"})
    void ddimIsItsPapersFormula(int steps, double eta) {
        try (Rng rng = Rng.seeded(5)) {
            Tensor noise = rng.normal(Shape.of(1000, 1, 1, 1, 1));
            double[] draws = noise.toDoubles();
            double[] sigmas = new LdmUniform(TABLE).sigmas(steps);
            double x = 0.9;
            for (int i = 0; i + 1 < sigmas.length; i++) {
                double[] alphas = {alpha(sigmas[i]), alpha(sigmas[i + 1])};
                x = ddim(x, eps(x, alphas[0]), alphas, ddimSigma(eta, alphas[0], alphas[1]), draws[i]);
            }
            Sampler sampler = SamplerChoice.of(SamplerName.DDIM).build(TABLE, steps, OptionalDouble.of(eta));
            assertThat(sample(sampler, 0.9, Noises.recorded(noise))).isCloseTo(x, within(1e-11));
        }
    }

    /** Ho et al. 2020, algorithm 2 with the variance β̃ of eq. 7, at every timestep. */
    @Test
    void ddpmIsItsPapersAlgorithm() {
        try (Rng rng = Rng.seeded(6)) {
            Tensor noise = rng.normal(Shape.of(1000, 1, 1, 1, 1));
            double[] draws = noise.toDoubles();
            double x = 0.9;
            for (int t = 999; t >= 0; t--) {
                double alphaBar = TABLE.alphaCumprod(t);
                double next = t == 0 ? 1 : TABLE.alphaCumprod(t - 1);
                double beta = 1 - alphaBar / next;
                double mean = (x - beta / Math.sqrt(1 - alphaBar) * eps(x, alphaBar)) / Math.sqrt(1 - beta);
                x = mean + Math.sqrt(beta * (1 - next) / (1 - alphaBar)) * draws[999 - t];
            }
            Sampler sampler = SamplerChoice.of(SamplerName.DDPM).build(TABLE, 1000);
            assertThat(sample(sampler, 0.9, Noises.recorded(noise))).isCloseTo(x, within(1e-10));
        }
    }

    @ParameterizedTest
    @CsvSource({"2", "3", "5", "11", "50", "333"})
    void plmsIsTheReferencesRecipe(int steps) {
        double[] sigmas = new LdmUniform(TABLE).sigmas(steps);
        Deque<Double> past = new ArrayDeque<>();
        double x = 0.9;
        for (int i = 0; i + 1 < sigmas.length; i++) {
            double[] alphas = {alpha(sigmas[i]), alpha(sigmas[i + 1])};
            double now = eps(x, alphas[0]);
            List<Double> e = new ArrayList<>(past);
            double extended =
                    switch (e.size()) {
                        case 0 -> (now + eps(ddim(x, now, alphas, 0, 0), alphas[1])) / 2;
                        case 1 -> (3 * now - e.get(0)) / 2;
                        case 2 -> (23 * now - 16 * e.get(0) + 5 * e.get(1)) / 12;
                        default -> (55 * now - 59 * e.get(0) + 37 * e.get(1) - 9 * e.get(2)) / 24;
                    };
            x = ddim(x, extended, alphas, 0, 0);
            past.addFirst(now);
            if (past.size() > 3) {
                past.removeLast();
            }
        }
        Sampler sampler = SamplerChoice.of(SamplerName.PLMS).build(TABLE, steps);
        assertThat(sample(sampler, 0.9, Noises.NONE)).isCloseTo(x, within(1e-10));
    }

    /** sample_dpmpp_2m_sde of k-diffusion, with solver types "midpoint" and "heun". */
    @ParameterizedTest
    @CsvSource({"MIDDLE, 0.5", "MIDDLE, 1", "LINE, 0.5", "LINE, 1"})
    void multistepWithNoiseIsKDiffusionsFormula(Extension extension, double eta) {
        double[] sigmas = new Uniform(TABLE).sigmas(12);
        try (Rng rng = Rng.seeded(7)) {
            Tensor noise = rng.normal(Shape.of(sigmas.length, 1, 1, 1, 1));
            double[] draws = noise.toDoubles();
            double x = 0.9 * Math.sqrt(1 + sigmas[0] * sigmas[0]);
            double last = 0;
            double hLast = 0;
            for (int i = 0; i + 2 < sigmas.length; i++) {
                double denoised = x - sigmas[i] * eps(x * Math.sqrt(alpha(sigmas[i])), alpha(sigmas[i]));
                double h = Math.log(sigmas[i] / sigmas[i + 1]);
                double grown = -Math.expm1(-h - eta * h);
                x = sigmas[i + 1] / sigmas[i] * Math.exp(-eta * h) * x + grown * denoised;
                if (i > 0) {
                    double weight = extension == Extension.MIDDLE ? 0.5 * grown : grown / (-h - eta * h) + 1;
                    x += weight * h / hLast * (denoised - last);
                }
                x += draws[i] * sigmas[i + 1] * Math.sqrt(-Math.expm1(-2 * eta * h));
                last = denoised;
                hLast = h;
            }
            double sigma = sigmas[sigmas.length - 2];
            double end = x - sigma * eps(x * Math.sqrt(alpha(sigma)), alpha(sigma));
            Sampler sampler = new Sampler(new DpmPlusPlusMultistep(extension, eta), new Uniform(TABLE), 12);
            assertThat(sample(sampler, 0.9, Noises.recorded(noise))).isCloseTo(end, within(1e-12));
        }
    }

    private static double sample(Sampler sampler, double start, FreshNoise noise) {
        Tensor x = Tensors.of(new double[] {start}, Shape.of(1, 1, 1, 1));
        return sampler.sample(DATA, x, noise, SampleListener.NONE).item();
    }
}
