package io.sfumato.cli;

import io.sfumato.train.recipe.RunRecipe;
import io.sfumato.train.reference.ReferenceTraining;
import io.sfumato.train.reference.Translation;
import io.sfumato.train.reference.Wishes;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code train} for configurations of the reference, and how either kind of file becomes a recipe. */
final class ReferenceOptions {
    @Option(
            names = "--images",
            paramLabel = "N",
            description = "Of a configuration of the reference: pictures to train for, repetitions included (default:"
                    + " what it says, else 1000 epochs).")
    private @Nullable Long images;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Of such a configuration: pictures, in any layout, instead of where its class looks.")
    private @Nullable Path data;

    @Option(
            names = "--first-stage",
            paramLabel = "FILE",
            description = "Of such a configuration: the first stage's weights, or a run's first-stage folder.")
    private @Nullable Path firstStage;

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description =
                    "Of such a configuration: the vocabulary, where it reads words: BERT's, or CLIP's (default: that"
                            + " beside CLIP's weights).")
    private @Nullable Path tokenizer;

    @Option(
            names = "--clip",
            paramLabel = "FOLDER",
            description = "Of such a configuration: config.json and weights of openai/clip-vit-large-patch14, where it"
                    + " reads words with it.")
    private @Nullable Path clip;

    @Option(
            names = {"--scale-lr", "--scale_lr"},
            paramLabel = "BOOLEAN",
            arity = "1",
            description =
                    "Of such a configuration: whether its learning rate is multiplied by the batch (default: true).")
    private @Nullable Boolean scaled;

    /** The recipe in a file, whoever's it is; what its translation decides is noted. */
    RunRecipe recipe(Path file, Console console) {
        if (!ReferenceTraining.isOne(file)) {
            refuseOf(file);
            return RunRecipe.read(file).resolved(file);
        }
        if (images != null && images < 1) {
            throw new UsageException("--images is " + images + ", expected a number above 0");
        }
        Translation translation = ReferenceTraining.translate(
                file,
                new Wishes(
                        images == null ? OptionalLong.empty() : OptionalLong.of(images),
                        Optional.ofNullable(data),
                        Optional.ofNullable(firstStage),
                        Optional.ofNullable(tokenizer),
                        Optional.ofNullable(clip),
                        scaled == null || scaled ? Wishes.RateScaling.BY_BATCH : Wishes.RateScaling.NONE));
        translation.notes().forEach(console::note);
        return translation.recipe();
    }

    /** Our own recipes say all of this themselves. */
    private void refuseOf(Path file) {
        if (areGiven()) {
            throw new UsageException(
                    "--images, --data, --first-stage, --tokenizer, --clip and --scale-lr are for configurations of"
                            + " the reference, and " + file + " is none: a recipe says this itself");
        }
    }

    boolean areGiven() {
        return images != null
                || data != null
                || firstStage != null
                || tokenizer != null
                || clip != null
                || scaled != null;
    }
}
