package io.sfumato.train;

import io.sfumato.condition.text.Tokenizer;
import io.sfumato.condition.text.WordPieceVocabulary;
import io.sfumato.data.DataException;
import io.sfumato.data.Example;
import io.sfumato.data.ImageFolder;
import io.sfumato.data.Split;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.firststage.KlAutoencoder;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A recipe carried out in a run folder: the autoencoder, the latents of all pictures, the text encoder's sketch where
 * there is one, the diffusion model, and at last the model folder. Each stage continues from its last checkpoint.
 */
public final class TrainingRun {
    private static final String AUTOENCODER = "autoencoder";

    private final TrainingPlan plan;
    private final RunFolder folder;

    private TrainingRun(TrainingPlan plan, RunFolder folder) {
        this.plan = plan;
        this.folder = folder;
    }

    /** Begins a recipe in {@code output}, or continues it there. */
    public static TrainingRun open(Path recipe, Path output) {
        TrainingPlan read = TrainingPlan.read(recipe); // refused before anything is made
        pictures(read); // likewise
        return new TrainingRun(read, RunFolder.create(output, recipe));
    }

    /** Continues the run in a folder. */
    public static TrainingRun resume(Path run) {
        Path recipe = run.resolve("recipe.yaml");
        if (!Files.isRegularFile(recipe)) {
            throw new RecipeException(run + " is not a run folder: it has no recipe.yaml. Expected the --output of an"
                    + " earlier training");
        }
        return new TrainingRun(TrainingPlan.read(recipe), new RunFolder(run));
    }

    /** Trains what is left to train, and writes the model folder. */
    public void train(TrainObserver observer) {
        List<Example> all = pictures(plan);
        List<Example> examples = of(all, Split.TRAIN);
        try (Region region = Region.open();
                Rng seed = Rng.seeded(plan.seed());
                Tokenizer tokenizer = tokenizer(all)) {
            try (KlAutoencoder autoencoder = autoencoder(examples, of(all, Split.HELD_OUT), seed, observer);
                    LatentCache latents = encode(autoencoder, examples, observer)) {
                LatentTraining.Material material =
                        new LatentTraining.Material(examples, latents, tokenizer, autoencoder);
                new LatentTraining(plan, folder, material).train(seed, observer);
            }
        }
    }

    /** All pictures, of which some are to train on. */
    private static List<Example> pictures(TrainingPlan plan) {
        List<Example> all = ImageFolder.read(Path.of(plan.data().folder()));
        if (of(all, Split.TRAIN).isEmpty()) {
            throw new DataException(plan.data().folder() + " has no picture to train on: of its " + all.size()
                    + " none has the split '" + Split.TRAIN.word() + "'");
        }
        return all;
    }

    private static List<Example> of(List<Example> all, Split split) {
        return all.stream().filter(example -> example.split() == split).toList();
    }

    private Tokenizer tokenizer(List<Example> all) {
        try {
            if (!Files.exists(folder.tokenizer())) {
                List<String> texts = new ArrayList<>();
                for (Example example : all) {
                    texts.addAll(example.captions());
                    texts.addAll(example.tags());
                }
                Files.writeString(
                        folder.tokenizer(), WordPieceVocabulary.of(texts).toJson(), StandardCharsets.UTF_8);
            }
            return Tokenizer.open(folder.tokenizer(), plan.text().window());
        } catch (IOException e) {
            throw new RecipeException(folder.tokenizer() + " cannot be used: " + FileTrouble.of(e), e);
        }
    }

    private KlAutoencoder autoencoder(List<Example> examples, List<Example> heldOut, Rng seed, TrainObserver observer) {
        AutoencoderSpec spec = plan.firstStage().model();
        int size = plan.data().framing().size();
        Stage stage = new Stage(AUTOENCODER, plan.firstStage().schedule(), folder, seed);
        return stage.learn(
                init -> new KlAutoencoder(spec, init),
                twins -> new AutoencoderObjective(
                        plan, twins, new Pictures(examples, size), new Pictures(heldOut, size)),
                observer);
    }

    private LatentCache encode(KlAutoencoder autoencoder, List<Example> examples, TrainObserver observer) {
        if (!Files.exists(folder.latents())) {
            observer.note("encoding " + examples.size() + " pictures");
            Pictures pictures = new Pictures(examples, plan.data().framing().size());
            LatentCache.write(
                    folder.latents(), autoencoder, pictures, plan.precision().dtype());
        }
        return LatentCache.read(folder.latents());
    }
}
