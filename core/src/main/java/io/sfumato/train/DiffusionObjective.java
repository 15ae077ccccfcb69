package io.sfumato.train;

import io.sfumato.condition.Caption;
import io.sfumato.condition.Condition;
import io.sfumato.condition.Conditioner;
import io.sfumato.condition.text.TextConditioner;
import io.sfumato.condition.text.Tokenizer;
import io.sfumato.data.Captions;
import io.sfumato.data.Example;
import io.sfumato.diffusion.DenoisingLoss;
import io.sfumato.diffusion.MixedPrecision;
import io.sfumato.diffusion.Network;
import io.sfumato.diffusion.NoiseDistribution;
import io.sfumato.model.Model;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelFolder;
import io.sfumato.model.ModelParts;
import io.sfumato.pipeline.GenerationListener;
import io.sfumato.pipeline.GenerationRequest;
import io.sfumato.pipeline.TextToImage;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Tell the noise that was put on the latents of a picture, given its caption (Rombach et al. 2021, eq. 3). */
final class DiffusionObjective implements Objective {
    private static final int PREVIEW_COLUMNS = 6;

    private final Recipe recipe;
    private final ModelDescription description;
    private final ModelParts trained;
    private final ModelParts averaged;
    private final List<Example> examples;
    private final LatentCache latents;
    private final Tokenizer tokenizer;
    private final Order order;
    private final RunFolder folder;
    private final DType compute;

    DiffusionObjective(Recipe recipe, Twins twins, TrainingText data, RunFolder folder) {
        this.recipe = recipe;
        this.description = twins.description();
        this.trained = twins.trained();
        this.averaged = twins.averaged();
        this.examples = data.examples();
        this.latents = data.latents();
        this.tokenizer = data.tokenizer();
        this.order = new Order(examples.size(), recipe.seed() + 1);
        this.folder = folder;
        this.compute = recipe.precision().dtype();
    }

    /** A model and the running average of its weights. */
    record Twins(ModelDescription description, ModelParts trained, ModelParts averaged) {}

    /** What the model learns from. */
    record TrainingText(List<Example> examples, LatentCache latents, Tokenizer tokenizer) {}

    @Override
    public Map<String, Tensor> trained() {
        return learning(trained);
    }

    @Override
    public Map<String, Tensor> averaged() {
        return learning(averaged);
    }

    private static Map<String, Tensor> learning(ModelParts parts) {
        Map<String, Tensor> parameters = new LinkedHashMap<>(parts.parameters());
        parameters.keySet().removeIf(name -> name.startsWith(ModelParts.FIRST_STAGE));
        return parameters;
    }

    @Override
    public Tensor loss(long imagesSeen, int batch, Rng rng) {
        long[] indices = new long[batch];
        List<Caption> captions = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(rng.seed());
        for (int i = 0; i < batch; i++) {
            indices[i] = order.at(imagesSeen + i);
            boolean dropped = random.nextDouble() < recipe.diffusion().captionDropout();
            captions.add(
                    dropped ? Caption.EMPTY : new Caption(Captions.varied(examples.get((int) indices[i]), random)));
        }
        Conditioner conditioner = new TextConditioner(
                tokenizer, trained.text(), description.text().pooling(), compute);
        Condition condition = conditioner.encode(captions);
        Network network = new MixedPrecision(trained.unet(), compute);
        return objective().of(network, description.preconditioning(), latents.sample(indices, rng), condition, rng);
    }

    private DenoisingLoss objective() {
        return new DenoisingLoss(
                new NoiseDistribution.UniformTimesteps(
                        description.preconditioning().table()),
                recipe.diffusion().weighting(),
                recipe.diffusion().distance());
    }

    /** One picture for each prompt of the recipe; and the model folder as it stands. */
    @Override
    public void publish(Path sheet, long imagesSeen) {
        ModelDescription now = description.with("diffusion_images_seen", Long.toString(imagesSeen));
        ModelFolder.write(folder.model(), now, averaged, tokenizer);
        if (recipe.previewPrompts().isEmpty()) {
            return;
        }
        TextToImage pipeline = new TextToImage(Model.latentDiffusion(description, averaged, tokenizer, compute));
        List<BufferedImage> images = new ArrayList<>();
        for (String prompt : recipe.previewPrompts()) {
            pipeline.generate(request(prompt), GenerationListener.collecting(images));
        }
        Sheets.write(images, PREVIEW_COLUMNS, sheet);
    }

    private GenerationRequest request(String prompt) {
        return new GenerationRequest(
                prompt,
                "",
                recipe.seed(),
                1,
                1,
                recipe.defaults().width(),
                recipe.defaults().height(),
                recipe.defaults().steps(),
                recipe.defaults().guidance(),
                0,
                recipe.defaults().sampler());
    }
}
