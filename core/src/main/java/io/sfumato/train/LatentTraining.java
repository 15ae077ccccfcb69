package io.sfumato.train;

import io.sfumato.condition.text.TextConditioner;
import io.sfumato.condition.text.TextEncoder;
import io.sfumato.condition.text.TextSpec;
import io.sfumato.condition.text.Tokenizer;
import io.sfumato.data.Example;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.KlAutoencoder;
import io.sfumato.firststage.KlFirstStage;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;
import io.sfumato.nn.Init;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What is learned on latents: the text encoder's sketch, where there is one, then the diffusion model. */
final class LatentTraining {
    private static final String SKETCH = "sketch";
    private static final String DIFFUSION = "diffusion";

    private final TrainingPlan plan;
    private final RunFolder folder;
    private final Material material;

    LatentTraining(TrainingPlan plan, RunFolder folder, Material material) {
        this.plan = plan;
        this.folder = folder;
        this.material = material;
    }

    /** What it learns from; the caller closes its parts. */
    record Material(List<Example> examples, LatentCache latents, Tokenizer tokenizer, KlAutoencoder autoencoder) {}

    void train(Rng seed, TrainObserver observer) {
        ModelDescription description = description();
        try (Rng init = seed.fork("diffusion weights");
                ModelParts trained = parts(description, init);
                ModelParts averaged = parts(description, init)) {
            plan.text().sketch().ifPresent(sketch -> {
                Stage stage = new Stage(SKETCH, sketch.schedule(), folder, seed);
                try (TextEncoder encoder = sketching(stage, plan.text().spec(vocabulary()), observer)) {
                    trained.conditioning().network().copyFrom(encoder);
                }
            });
            averaged.unet().copyFrom(trained.unet());
            averaged.conditioning().network().copyFrom(trained.conditioning().network());
            averaged.firstStage().copyFrom(material.autoencoder());
            averaged.parameters().values().forEach(Tensor::freeze);
            observer.note(String.format(
                    Locale.ROOT,
                    "parameters: U-Net %.1f M, text %.1f M, first stage %.1f M",
                    trained.unet().parameterCount() / 1e6,
                    trained.conditioning().network().parameterCount() / 1e6,
                    trained.firstStage().parameterCount() / 1e6));
            DiffusionObjective objective = new DiffusionObjective(
                    plan,
                    new DiffusionObjective.Models(description, material.tokenizer(), trained, averaged),
                    captionedLatents(plan.seed() + 1),
                    folder);
            new Trainer(new Stage(DIFFUSION, plan.diffusion().schedule(), folder, seed), objective).train(observer);
            observer.note("the model is " + folder.model());
        }
    }

    private ModelParts parts(ModelDescription description, Rng init) {
        return ModelParts.build(
                description,
                Init.drawn(init),
                Tokenizers.of(material.tokenizer()),
                plan.precision().dtype());
    }

    private TextEncoder sketching(Stage stage, TextSpec spec, TrainObserver observer) {
        DType compute = plan.precision().dtype();
        KlFirstStage firstStage =
                new KlFirstStage(material.autoencoder(), material.latents().scaling(), compute);
        return stage.learn(
                init -> new TextEncoder(spec, init),
                twins -> new SketchObjective(
                        twins,
                        captionedLatents(plan.seed() + 2),
                        encoder -> new TextConditioner(material.tokenizer(), encoder, compute),
                        new SketchObjective.Preview(firstStage, plan.diffusion().previewPrompts())),
                observer);
    }

    private CaptionedLatents captionedLatents(long seed) {
        List<Example> examples = material.examples();
        return new CaptionedLatents(
                examples,
                material.latents(),
                new Order(examples.size(), seed),
                plan.diffusion().conditionDropout());
    }

    private int vocabulary() {
        try {
            return material.tokenizer().vocabulary();
        } catch (IOException e) {
            throw new RecipeException(folder.tokenizer() + " cannot be used: " + FileTrouble.of(e), e);
        }
    }

    private ModelDescription description() {
        Map<String, String> provenance = new TreeMap<>();
        provenance.put("seed", Long.toString(plan.seed()));
        provenance.put("training_pictures", Integer.toString(material.examples().size()));
        provenance.put(
                "first_stage_images_seen",
                Long.toString(plan.firstStage().schedule().images()));
        plan.text()
                .sketch()
                .ifPresent(sketch -> provenance.put(
                        "sketch_captions_seen", Long.toString(sketch.schedule().images())));
        provenance.put(
                "diffusion_images_seen",
                Long.toString(plan.diffusion().schedule().images()));
        return new ModelDescription(
                ModelDescription.VERSION,
                plan.name(),
                new FirstStageSpec.Kl(plan.firstStage().model()),
                material.latents().scaling(),
                new ConditionerSpec.Text(plan.text().spec(vocabulary())),
                plan.diffusion().model(),
                plan.diffusion().preconditioning(),
                plan.diffusion().defaults(),
                provenance);
    }
}
