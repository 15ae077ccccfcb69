package io.sfumato.train.reference;

import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelException;
import io.sfumato.model.Precision;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.Params;
import io.sfumato.reference.ReferenceConfig;
import io.sfumato.train.recipe.DiffusionRecipe;
import io.sfumato.train.recipe.FirstStageRecipe;
import io.sfumato.train.recipe.Recipe;
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.recipe.TrainingData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Training configurations of the reference implementation (CompVis latent-diffusion a506df5), as its {@code main.py --train} takes
 * them: model, loss, optimizer, pictures.
 */
public final class ReferenceTraining {
    /** What main.py draws from where it is not told otherwise. */
    private static final long SEED = 23;

    private final Path file;
    private final Wishes wishes;
    private final Caches caches;

    private ReferenceTraining(Path file, Wishes wishes, Caches caches) {
        this.file = file;
        this.wishes = wishes;
        this.caches = caches;
    }

    /** Whether a file is a configuration of the reference: its {@code model} has a {@code target}. */
    public static boolean isOne(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try {
            Params config = Params.read(file);
            return config.has("model") && config.mapping("model").has("target");
        } catch (ModelException e) {
            return false; // whoever reads it as a recipe says why it is none
        }
    }

    /**
     * The recipe that a configuration means. Throws {@link io.sfumato.train.recipe.RecipeException} or {@link ModelException}, which name
     * file and key, where there is none, and where what it needs is not there.
     */
    public static Translation translate(Path file, Wishes wishes) {
        ReferenceTraining training = new ReferenceTraining(file, wishes, Caches.here());
        return training.naming(training::translation);
    }

    private Translation translation() {
        Draft draft = read();
        draft.places().forEach(Place::check);
        Lengths lengths = new Lengths(draft, wishes);
        Recipe recipe = draft.recipe().apply(lengths.images()).fitting(file);
        List<String> notes = new ArrayList<>(draft.notes());
        notes.add(lengths.told());
        return new Translation(recipe, notes);
    }

    /**
     * All but how long it takes.
     *
     * @param recipe for so many pictures
     * @param places what must be there
     */
    record Draft(LongFunction<Recipe> recipe, Pace pace, List<Place> places, List<String> notes) {

        /** Pictures to train on. */
        long pictures() {
            return TrainingData.open(recipe.apply(1)).parts().train().count();
        }
    }

    /** What the configuration in a file says, wherever it is read: nothing is looked for but what a perceptual distance needs. */
    static Draft draft(Path file, Wishes wishes, Caches caches) {
        ReferenceTraining training = new ReferenceTraining(file, wishes, caches);
        return training.naming(training::read);
    }

    /** Has the parts of a recipe, which know of no file, complain with its name. */
    private <T> T naming(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new RecipeException(file + ": " + e.getMessage(), e);
        }
    }

    private Draft read() {
        Params config = Params.read(file);
        ReferenceConfig read = ReferenceConfig.read(file, HeadRule.CONFIGURED);
        Params model = config.mapping("model");
        Params params = model.mapping("params");
        Optional<ConditionerSpec> conditioner = read instanceof ReferenceConfig.Diffusion diffusion
                ? Optional.of(diffusion.description().conditioner())
                : Optional.empty();
        refuseWithoutEffect(conditioner);
        DataReader.Found data = new DataReader(new PictureClasses(caches), wishes.data()).read(config, conditioner);
        Pace pace = Pace.of(Lightning.read(config), data.batch(), model.number("base_learning_rate"), wishes.rate());
        config.done();
        return read instanceof ReferenceConfig.Autoencoder autoencoder
                ? autoencoder(params, autoencoder, pace, data)
                : diffusion(params, (ReferenceConfig.Diffusion) read, pace, data);
    }

    private void refuseWithoutEffect(Optional<ConditionerSpec> conditioner) {
        wishes.firstStage().filter(path -> conditioner.isEmpty()).ifPresent(path -> {
            throw withoutEffect("--first-stage", path, "is a first stage itself, and starts from its ckpt_path");
        });
        boolean clip = conditioner.map(ConditionerSpec::inside).orElse(null) instanceof ConditionerSpec.ClipText;
        wishes.clip().filter(path -> !clip).ifPresent(path -> {
            throw withoutEffect("--clip", path, "reads no words with a CLIP");
        });
        boolean words = conditioner.filter(ConditionerSpec::readsWords).isPresent();
        wishes.tokenizer().filter(path -> !words).ifPresent(path -> {
            throw withoutEffect("--tokenizer", path, "reads no words");
        });
    }

    private RecipeException withoutEffect(String option, Path value, String why) {
        return new RecipeException(
                file + ": " + option + " is " + value + ", but this model " + why + ". Leave it out");
    }

    private Draft autoencoder(Params params, ReferenceConfig.Autoencoder read, Pace pace, DataReader.Found data) {
        AutoencoderTranslator.Read first =
                new AutoencoderTranslator(pace, new LossReader(caches)).read(params, read.firstStage());
        List<String> notes = new ArrayList<>(data.notes());
        notes.addAll(first.notes());
        return new Draft(
                images -> recipe(data, first.recipe().apply(images), Optional.empty()), pace, data.places(), notes);
    }

    private Draft diffusion(Params params, ReferenceConfig.Diffusion read, Pace pace, DataReader.Found data) {
        FirstStages.Found first = FirstStages.read(params, read.description().firstStage(), wishes.firstStage());
        LongFunction<DiffusionRecipe> diffusion = new DiffusionTranslator(params, read, pace).recipe(wishes);
        List<Place> places = new ArrayList<>(data.places());
        places.add(first.place());
        List<String> notes = new ArrayList<>(data.notes());
        notes.addAll(first.notes());
        return new Draft(
                images -> recipe(data, first.recipe(), Optional.of(diffusion.apply(images))), pace, places, notes);
    }

    private Recipe recipe(DataReader.Found data, FirstStageRecipe firstStage, Optional<DiffusionRecipe> diffusion) {
        String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        return new Recipe(name, Optional.empty(), SEED, Precision.FLOAT32, data.recipe(), firstStage, diffusion);
    }
}
