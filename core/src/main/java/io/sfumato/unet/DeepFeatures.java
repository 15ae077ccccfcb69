package io.sfumato.unet;

import io.sfumato.diffusion.Shortcuts;
import io.sfumato.tensor.Kept;
import io.sfumato.tensor.Tensor;
import java.util.function.Supplier;

/** What the levels below some stages of a U-Net say: computed each time, or for several steps. */
interface DeepFeatures {
    /** They are computed each time. */
    DeepFeatures FRESH = Supplier::get;

    /** @param computed computes them */
    Tensor of(Supplier<Tensor> computed);

    /** For the calls of one trajectory, which begin now. */
    static DeepFeatures reused(Shortcuts.Reuse reuse) {
        return reuse.equals(Shortcuts.Reuse.NONE) ? FRESH : new Reused(reuse.every(), Kept.here());
    }

    /** They are computed at every {@code every}-th call, and kept between. */
    final class Reused implements DeepFeatures {
        private final int every;
        private final Kept kept;
        private int calls;

        private Reused(int every, Kept kept) {
            this.every = every;
            this.kept = kept;
        }

        @Override
        public Tensor of(Supplier<Tensor> computed) {
            return calls++ % every == 0 ? kept.keep(computed.get()) : kept.latest();
        }
    }
}
