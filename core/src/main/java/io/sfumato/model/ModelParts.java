package io.sfumato.model;

import io.sfumato.diffusion.Network;
import io.sfumato.diffusion.OneByOne;
import io.sfumato.firststage.Autoencoder;
import io.sfumato.firststage.FirstStage;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.nn.Init;
import io.sfumato.tensor.Features;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.WeightLayout;
import io.sfumato.unet.UNet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The networks of a model. Their parameters are named in files with the part in front. */
public record ModelParts(Autoencoder firstStage, Conditioning conditioning, UNet unet) implements AutoCloseable {
    /** What the first stage's parameters begin with. */
    public static final String FIRST_STAGE = "first_stage.";

    /** What the U-Net's parameters begin with. */
    public static final String UNET = "unet.";

    /**
     * Builds all parts that a description names.
     *
     * @param tokenizers for models that read words; without it they hear token ids alone
     * @param compute where conditioners are, and the precision that they compute in
     */
    public static ModelParts build(ModelDescription description, Init init, Tokenizers tokenizers, Placement compute) {
        return around(description.firstStage().build(init), description, init, new Words(tokenizers, compute));
    }

    /** How words are read, where, and in which precision. */
    public record Words(Tokenizers tokenizers, Placement compute) {}

    /** Builds all parts but the first stage, which may be another model's too. */
    public static ModelParts around(Autoencoder firstStage, ModelDescription description, Init init, Words words) {
        return new ModelParts(
                firstStage, conditioning(firstStage, description, init, words), new UNet(description.unet(), init));
    }

    /** Builds the conditioner alone, over a first stage. */
    public static Conditioning conditioning(
            Autoencoder firstStage, ModelDescription description, Init init, Words words) {
        FirstStage seen = firstStage.firstStage(LatentScaling.NONE, words.compute());
        return description.conditioner().build(init, new Equipment(seen, words.tokenizers(), words.compute()));
    }

    /**
     * Has weights stay as they are, where an arithmetic says so.
     *
     * @param latents that the U-Net will be given, as a rule, [N, C, h, w]
     */
    public void fix(Arithmetic arithmetic, Shape latents) {
        Features features = new Features(arithmetic.compute().dtype(), latents.size(2) * latents.size(3));
        try (Region region = Region.open()) {
            arithmetic.fixed().ifPresent(layout -> {
                unet.fix(layout, features);
                if (layout == WeightLayout.CHANNELS_LAST) { // on a processor large maps go in bands, with plain weights
                    firstStage.fix(layout, features);
                }
            });
        }
    }

    /** Does what they need to be of use; where that fails, they are closed. */
    public void closedOnFailure(Runnable preparation) {
        try {
            preparation.run();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The U-Net as what predicts, whatever it multiplies. */
    public Network network() {
        return unet.fixed().equals(Optional.of(WeightLayout.INT8)) ? new OneByOne(unet) : unet;
    }

    /** All parameters, by the name they have in a file. */
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        firstStage.parameters().forEach((name, tensor) -> all.put(FIRST_STAGE + name, tensor));
        conditioning.network().parameters().forEach((name, tensor) -> all.put(conditioning.prefix() + name, tensor));
        unet.parameters().forEach((name, tensor) -> all.put(UNET + name, tensor));
        return all;
    }

    @Override
    public void close() {
        firstStage.close();
        conditioning.network().close();
        unet.close();
    }
}
