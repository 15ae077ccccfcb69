package io.sfumato.train.denoising;

import io.sfumato.model.Conditioning;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;
import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.train.recipe.DiffusionRecipe.Averaged;
import io.sfumato.unet.UNet;
import java.util.stream.Stream;

/**
 * A model that learns, and the running average of its weights. Both have the first stage of somebody else. They share the
 * conditioner where that is not averaged, so that its last weights are those that are shown.
 */
record Pair(ModelDescription description, Tokenizers tokenizers, ModelParts trained, ModelParts averaged)
        implements AutoCloseable {

    /** A model, and an average that has to {@linkplain #begin() begin}. */
    static Pair of(ModelDescription description, ModelParts trained, ModelParts.Words words, Averaged reach) {
        UNet unet = new UNet(description.unet(), Init.blank(words.compute().device()));
        unet.freeze();
        ModelParts averaged =
                new ModelParts(trained.firstStage(), conditioning(description, trained, words, reach), unet);
        return new Pair(description, words.tokenizers(), trained, averaged);
    }

    private static Conditioning conditioning(
            ModelDescription description, ModelParts trained, ModelParts.Words words, Averaged reach) {
        if (reach == Averaged.UNET) {
            return trained.conditioning();
        }
        Conditioning conditioning = ModelParts.conditioning(
                trained.firstStage(), description, Init.blank(words.compute().device()), words);
        conditioning.network().freeze();
        return conditioning;
    }

    /** Lets the average be the weights as they are. */
    void begin() {
        averaged.unet().copyFrom(trained.unet());
        averaged.conditioning()
                .network()
                .copyFrom(trained.conditioning().network()); // nothing new where it is the same
    }

    /** Frees what learned, and its average. */
    @Override
    public void close() {
        Stream.of(trained, averaged)
                .flatMap(parts ->
                        Stream.<Module>of(parts.unet(), parts.conditioning().network()))
                .distinct()
                .forEach(Module::close);
    }
}
