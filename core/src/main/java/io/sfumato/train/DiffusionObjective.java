package io.sfumato.train;

import io.sfumato.condition.Condition;
import io.sfumato.condition.text.Tokenizer;
import io.sfumato.diffusion.DenoisingLoss;
import io.sfumato.diffusion.MixedPrecision;
import io.sfumato.diffusion.Network;
import io.sfumato.diffusion.Noised;
import io.sfumato.diffusion.Preconditioning;
import io.sfumato.diffusion.Uncertainty;
import io.sfumato.model.Model;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelFolder;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;
import io.sfumato.pipeline.GenerationListener;
import io.sfumato.pipeline.GenerationSettings;
import io.sfumato.pipeline.TextToImage;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Tell the noise that was put on the latents of a picture, given its caption (Rombach et al. 2021, eq. 3). */
final class DiffusionObjective implements Objective {
    private static final int PREVIEW_COLUMNS = 6;
    private static final int PREVIEW_BATCH = 12;

    private final TrainingPlan plan;
    private final ModelDescription description;
    private final ModelParts trained;
    private final ModelParts averaged;
    private final CaptionedLatents data;
    private final Tokenizer tokenizer;
    private final RunFolder folder;
    private final DType compute;

    DiffusionObjective(TrainingPlan plan, Models models, CaptionedLatents data, RunFolder folder) {
        this.plan = plan;
        this.description = models.description();
        this.trained = models.trained();
        this.averaged = models.averaged();
        this.data = data;
        this.tokenizer = models.tokenizer();
        this.folder = folder;
        this.compute = plan.precision().dtype();
    }

    /** A model and the running average of its weights. */
    record Models(ModelDescription description, Tokenizer tokenizer, ModelParts trained, ModelParts averaged) {}

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
        CaptionedLatents.Batch next = data.next(imagesSeen, batch, rng);
        Condition condition = trained.conditioning().conditioner().encode(next.captions());
        Draws draws = Draws.consecutive(rng, imagesSeen, batch);
        Network network =
                new MixedPrecision(trained.unet().forgetting(plan.diffusion().dropout(), draws), compute);
        Preconditioning preconditioning = description.preconditioning();
        Noised noised = plan.diffusion().noising().of(next.clean(), preconditioning.table(), draws);
        Tensor loss = objective().of(network, preconditioning, noised, condition);
        return plan.text()
                .sketch()
                .map(sketch ->
                        loss.add(SketchObjective.error(condition, next.clean()).mul(sketch.weight())))
                .orElse(loss);
    }

    private DenoisingLoss objective() {
        return new DenoisingLoss(
                plan.diffusion().weighting(),
                plan.diffusion().distance(),
                plan.diffusion().boundWeight(),
                new Uncertainty.None());
    }

    /** One picture for each prompt of the recipe; and the model folder as it stands. */
    @Override
    public void publish(Path sheet, long imagesSeen) {
        ModelDescription now = description.with("diffusion_images_seen", Long.toString(imagesSeen));
        ModelFolder.write(folder.model(), now, averaged, Tokenizers.of(tokenizer));
        if (plan.diffusion().previewPrompts().isEmpty()) {
            return;
        }
        TextToImage pipeline = new TextToImage(Model.latentDiffusion(description, averaged, compute));
        List<BufferedImage> images = new ArrayList<>();
        pipeline.generate(plan.diffusion().previewPrompts(), previewSettings(), GenerationListener.collecting(images));
        Sheets.write(images, PREVIEW_COLUMNS, sheet);
    }

    private GenerationSettings previewSettings() {
        return new GenerationSettings(
                "",
                plan.seed(),
                PREVIEW_BATCH,
                plan.diffusion().defaults().width(),
                plan.diffusion().defaults().height(),
                plan.diffusion().defaults().steps(),
                plan.diffusion().defaults().guidance(),
                OptionalDouble.empty(),
                plan.diffusion().defaults().sampler());
    }
}
