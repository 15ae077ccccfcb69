package io.sfumato.adversarial;

import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Tensor;

/** What a discriminator's verdicts cost, the one who judges and the one who is judged. Verdicts are of any shape. */
public enum AdversarialLoss {
    /** Lim and Ye 2017: what is right by more than 1 costs nothing. */
    HINGE {
        @Override
        Tensor ofReal(Tensor verdicts) {
            return Functional.relu(verdicts.neg().add(1)); // max(0, 1 − D(x))
        }

        @Override
        Tensor ofFake(Tensor verdicts) {
            return Functional.relu(verdicts.add(1)); // max(0, 1 + D(x̂))
        }
    },

    /** Goodfellow et al. 2014, eq. 1. */
    VANILLA {
        @Override
        Tensor ofReal(Tensor verdicts) {
            return Functional.softplus(verdicts.neg()); // −log σ(D(x))
        }

        @Override
        Tensor ofFake(Tensor verdicts) {
            return Functional.softplus(verdicts); // −log (1 − σ(D(x̂)))
        }
    };

    abstract Tensor ofReal(Tensor verdicts);

    abstract Tensor ofFake(Tensor verdicts);

    /** What the discriminator pays for its verdicts on pictures and on reconstructions, a scalar. */
    public Tensor discriminator(Tensor real, Tensor fake) {
        return ofReal(real).mean().add(ofFake(fake).mean()).mul(0.5);
    }

    /** What the autoencoder pays for the verdicts on its reconstructions, a scalar: the same with either. */
    public static Tensor generator(Tensor fake) {
        return fake.mean().neg();
    }
}
