package io.sfumato.train.reference;

import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.reference.Params;
import io.sfumato.train.recipe.FirstStageRecipe;
import io.sfumato.train.recipe.LearningRate;
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.recipe.Schedule;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/** An autoencoder of the reference as the first stage of a recipe. */
record AutoencoderTranslator(Pace pace, LossReader losses) {

    /**
     * What was read.
     *
     * @param recipe for so many pictures
     */
    record Read(LongFunction<FirstStageRecipe> recipe, List<String> notes) {}

    /** @param model the parameters of the autoencoder */
    Read read(Params model, FirstStageSpec spec) {
        model.only("image_key", "image");
        model.mapping("ddconfig").only("dropout", 0);
        LearningRate rates = pace.learningRate(model);
        return spec instanceof FirstStageSpec.Kl kl ? kl(model, kl, rates) : vq(model, spec, rates);
    }

    private Read kl(Params model, FirstStageSpec.Kl spec, LearningRate rates) {
        LossReader.Loss loss = losses.kl(model);
        return new Read(
                images -> new FirstStageRecipe.Kl(
                        spec.sizes(),
                        start(model),
                        loss.latentWeight(),
                        loss.reconstruction(),
                        schedule(images, rates, 0)),
                notes(model, loss));
    }

    private Read vq(Params model, FirstStageSpec spec, LearningRate rates) {
        model.only("batch_resize_range", "null");
        model.only("lr_g_factor", 1);
        if (!(spec instanceof FirstStageSpec.Vq vq)) {
            throw new RecipeException(
                    model.path("remap") + " is given, expected none: codes are numbered anew once they are learned");
        }
        double average = model.flag("use_ema", false) ? Pace.AVERAGE : 0;
        LossReader.Loss loss = losses.vq(model);
        return new Read(
                images -> new FirstStageRecipe.Vq(
                        vq.sizes(),
                        start(model),
                        vq.codes(),
                        loss.latentWeight(),
                        loss.reconstruction(),
                        schedule(images, rates, average)),
                notes(model, loss));
    }

    private Schedule schedule(long images, LearningRate rates, double average) {
        return pace.schedule(images, rates, new Pace.Moving(Pace.ADAM, average, Schedule.Activations.KEPT));
    }

    /** The weights of the autoencoder that a configuration starts from: all of them. */
    private static Optional<String> start(Params model) {
        Optional<String> start = model.word("ckpt_path");
        if (start.isPresent()
                && model.has("ignore_keys")
                && !model.texts("ignore_keys").isEmpty()) {
            throw new RecipeException(model.path("ignore_keys") + " is " + model.texts("ignore_keys")
                    + ", expected none beside ckpt_path: an autoencoder starts from all of its weights here");
        }
        return start;
    }

    private List<String> notes(Params model, LossReader.Loss loss) {
        Optional<String> anew = start(model)
                .map(file -> "the autoencoder starts from " + file
                        + "; a discriminator's weights are not read there, it starts anew");
        return Stream.of(losses.missing(loss.reconstruction()), anew)
                .flatMap(Optional::stream)
                .toList();
    }
}
