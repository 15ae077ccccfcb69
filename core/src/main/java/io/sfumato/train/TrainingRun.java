package io.sfumato.train;

import io.sfumato.condition.text.TextTransformerSpec;
import io.sfumato.condition.text.Tokenizer;
import io.sfumato.condition.text.WordPieceVocabulary;
import io.sfumato.data.DataException;
import io.sfumato.data.Example;
import io.sfumato.data.ImageFolder;
import io.sfumato.data.Split;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.firststage.KlAutoencoder;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelParts;
import io.sfumato.model.TextSpec;
import io.sfumato.nn.Init;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A recipe carried out in a run folder: the autoencoder, the latents of all pictures, the diffusion model, and at last
 * the model folder. Each stage continues from its last checkpoint.
 */
public final class TrainingRun {
    private static final String AUTOENCODER = "autoencoder";
    private static final String DIFFUSION = "diffusion";

    private final Recipe recipe;
    private final RunFolder folder;

    private TrainingRun(Recipe recipe, RunFolder folder) {
        this.recipe = recipe;
        this.folder = folder;
    }

    /** Begins a recipe in {@code output}, or continues it there. */
    public static TrainingRun open(Path recipe, Path output) {
        Recipe read = RecipeFile.read(recipe);
        return new TrainingRun(read, RunFolder.create(output, recipe));
    }

    /** Continues the run in a folder. */
    public static TrainingRun resume(Path run) {
        Path recipe = run.resolve("recipe.yaml");
        if (!Files.isRegularFile(recipe)) {
            throw new RecipeException(run + " is not a run folder: it has no recipe.yaml. Expected the --output of an"
                    + " earlier training");
        }
        return new TrainingRun(RecipeFile.read(recipe), new RunFolder(run));
    }

    /** Trains what is left to train, and writes the model folder. */
    public void train(TrainObserver observer) {
        List<Example> all = ImageFolder.read(Path.of(recipe.data().folder()));
        List<Example> examples = of(all, Split.TRAIN);
        if (examples.isEmpty()) {
            throw new DataException(recipe.data().folder() + " has no picture to train on: of its " + all.size()
                    + " none has the split '" + Split.TRAIN.word() + "'");
        }
        try (Region region = Region.open();
                Rng seed = Rng.seeded(recipe.seed());
                Tokenizer tokenizer = tokenizer(all)) {
            try (KlAutoencoder autoencoder = autoencoder(examples, of(all, Split.HELD_OUT), seed, observer)) {
                LatentScaling scaling = encode(autoencoder, examples, observer);
                diffusion(new Prepared(examples, tokenizer, autoencoder, scaling), seed, observer);
            }
        }
    }

    private record Prepared(
            List<Example> examples, Tokenizer tokenizer, KlAutoencoder autoencoder, LatentScaling scaling) {}

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
            return Tokenizer.open(folder.tokenizer(), recipe.text().window());
        } catch (IOException e) {
            throw new RecipeException(folder.tokenizer() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private KlAutoencoder autoencoder(List<Example> examples, List<Example> heldOut, Rng seed, TrainObserver observer) {
        AutoencoderSpec spec = recipe.firstStage().model();
        try (Rng init = seed.fork("autoencoder weights");
                KlAutoencoder trained = new KlAutoencoder(spec, Init.drawn(init))) {
            KlAutoencoder averaged = new KlAutoencoder(spec, Init.drawn(init));
            try {
                averaged.copyFrom(trained);
                averaged.freeze();
                Schedule schedule = recipe.firstStage().schedule();
                if (Checkpoint.images(folder.checkpoint(AUTOENCODER)) < schedule.images()) {
                    int size = recipe.data().size();
                    Objective objective = new AutoencoderObjective(
                            recipe,
                            new AutoencoderObjective.Twins(trained, averaged),
                            new Pictures(examples, size),
                            new Pictures(heldOut, size));
                    new Trainer(AUTOENCODER, objective, schedule, folder, seed).train(observer);
                }
                Checkpoint.restoreAverage(folder.checkpoint(AUTOENCODER), averaged.parameters());
                return averaged;
            } catch (RuntimeException e) {
                averaged.close();
                throw e;
            }
        }
    }

    private LatentScaling encode(KlAutoencoder autoencoder, List<Example> examples, TrainObserver observer) {
        if (!Files.exists(folder.latents())) {
            observer.note("encoding " + examples.size() + " pictures");
            Pictures pictures = new Pictures(examples, recipe.data().size());
            DType compute = recipe.precision().dtype();
            LatentCache.write(folder.latents(), autoencoder, pictures, compute);
        }
        try (LatentCache cache = LatentCache.read(folder.latents())) {
            return cache.scaling();
        }
    }

    private void diffusion(Prepared prepared, Rng seed, TrainObserver observer) {
        ModelDescription description = describe(prepared);
        try (Rng init = seed.fork("diffusion weights");
                LatentCache latents = LatentCache.read(folder.latents());
                ModelParts trained = ModelParts.build(description, Init.drawn(init));
                ModelParts averaged = ModelParts.build(description, Init.drawn(init))) {
            averaged.unet().copyFrom(trained.unet());
            averaged.text().copyFrom(trained.text());
            averaged.firstStage().copyFrom(prepared.autoencoder());
            averaged.parameters().values().forEach(io.sfumato.tensor.Tensor::freeze);
            observer.note(String.format(
                    Locale.ROOT,
                    "parameters: U-Net %.1f M, text %.1f M, first stage %.1f M",
                    trained.unet().parameterCount() / 1e6,
                    trained.text().parameterCount() / 1e6,
                    trained.firstStage().parameterCount() / 1e6));
            DiffusionObjective objective = new DiffusionObjective(
                    recipe,
                    new DiffusionObjective.Twins(description, trained, averaged),
                    new DiffusionObjective.TrainingText(prepared.examples(), latents, prepared.tokenizer()),
                    folder);
            new Trainer(DIFFUSION, objective, recipe.diffusion().schedule(), folder, seed).train(observer);
            observer.note("the model is " + folder.model());
        }
    }

    private int vocabulary(Tokenizer tokenizer) {
        try {
            return tokenizer.vocabulary();
        } catch (IOException e) {
            throw new RecipeException(folder.tokenizer() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private ModelDescription describe(Prepared prepared) {
        Map<String, String> provenance = new TreeMap<>();
        provenance.put("seed", Long.toString(recipe.seed()));
        provenance.put("training_pictures", Integer.toString(prepared.examples().size()));
        provenance.put(
                "first_stage_images_seen",
                Long.toString(recipe.firstStage().schedule().images()));
        provenance.put(
                "diffusion_images_seen",
                Long.toString(recipe.diffusion().schedule().images()));
        TextTransformerSpec text = new TextTransformerSpec(
                vocabulary(prepared.tokenizer()),
                recipe.text().window(),
                recipe.text().width(),
                recipe.text().layers());
        return new ModelDescription(
                ModelDescription.VERSION,
                recipe.name(),
                recipe.firstStage().model(),
                prepared.scaling(),
                new TextSpec(text, recipe.text().pooling()),
                recipe.diffusion().model(),
                recipe.diffusion().preconditioning(),
                recipe.defaults(),
                provenance);
    }
}
