package io.sfumato.unet;

import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;

/** What a residual block forgets of its features, so that it does not rely on any of them: dropout, Srivastava et al. 2014. */
sealed interface Forgetting {
    /** Nothing, as when a picture is made. */
    Forgetting NOTHING = new Nothing();

    /** Features of which some are forgotten, [N, C, H, W]. */
    Tensor in(Tensor features);

    /** What part {@code number} of this place forgets: each its own. */
    Forgetting at(int number);

    /** Everything is remembered. */
    record Nothing() implements Forgetting {
        @Override
        public Tensor in(Tensor features) {
            return features;
        }

        @Override
        public Forgetting at(int number) {
            return this;
        }
    }

    /**
     * Each feature with the same probability, the same ones however often it is asked.
     *
     * @param draws for the pictures of the batch
     * @param place in the network
     */
    record Share(double rate, Draws draws, String place) implements Forgetting {
        @Override
        public Tensor in(Tensor features) {
            Shape ofOne = Shape.of(features.size(1), features.size(2), features.size(3)); // [C, H, W]
            return Functional.dropout(features, rate, draws.uniform("dropout" + place, ofOne));
        }

        @Override
        public Forgetting at(int number) {
            return new Share(rate, draws, place + "." + number);
        }
    }

    /** A share of the features; of none, nothing is drawn. */
    static Forgetting share(double rate, Draws draws) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout is " + rate + ", expected a share from 0 to below 1");
        }
        return rate == 0 ? NOTHING : new Share(rate, draws, "");
    }
}
