package io.sfumato.firststage;

import io.sfumato.nn.Fixable;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Features;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.WeightLayout;
import java.util.Objects;

/** The network of a first stage: an encoder and a decoder, and what keeps the code between them tame. */
public abstract sealed class Autoencoder extends Module permits KlAutoencoder, VqAutoencoder {
    /** Its sizes. */
    public abstract AutoencoderSpec spec();

    /** The weight of the decoder's last convolution: where the gradients of several losses are compared. */
    public final Tensor lastLayer() {
        return Objects.requireNonNull(parameters().get("decoder.conv_out.weight"));
    }

    /** Has the weights of its convolutions stay as they are from now on, and lays them out: see {@link Fixable#fix}. */
    public final void fix(WeightLayout layout, Features features) {
        for (Module module : modules().values()) {
            if (module instanceof Fixable fixable) {
                fixable.fix(layout, features);
            }
        }
    }

    /** This network at work: with the scaling of its latents, at one place and in one precision. */
    public abstract FirstStage firstStage(LatentScaling scaling, Placement compute);
}
