package io.sfumato.train.denoising;

import io.sfumato.diffusion.Uncertainty;
import io.sfumato.model.Conditioning;
import io.sfumato.model.Model;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelFolder;
import io.sfumato.model.ModelParts;
import io.sfumato.nn.Init;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.loop.Progress;
import io.sfumato.train.recipe.DiffusionRecipe.Learning;
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.recipe.TuningRecipe;
import io.sfumato.unet.UNet;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/** A model whose own weights learn. The average of a part that is frozen is that part itself. */
final class TunedWeights implements Tuned {
    private final TuningRecipe.Full learns;
    private final Becoming becoming;
    private final ModelParts trained;
    private final ModelParts averaged;

    private TunedWeights(TuningRecipe.Full learns, Becoming becoming, ReadCaptions read) {
        this.learns = learns;
        this.becoming = becoming;
        this.trained = learns.conditioner() == Learning.FROZEN ? read.of(becoming.parts()) : becoming.parts();
        this.averaged = new ModelParts(trained.firstStage(), conditioningTwin(), unetTwin());
    }

    /**
     * A model, and what it will be.
     *
     * @param folder where it goes
     */
    record Becoming(Model model, ModelDescription description, Path folder) {
        private ModelParts parts() {
            return model.parts();
        }
    }

    static TunedWeights of(TuningRecipe.Full learns, Becoming becoming, ReadCaptions read) {
        ModelParts parts = becoming.parts();
        if (learns.conditioner() == Learning.TRAINED
                && parts.conditioning().network().parameters().isEmpty()) {
            throw new RecipeException("learns.conditioner is trained, expected frozen: that of "
                    + becoming.model().name() + " has nothing to learn");
        }
        parts.parameters().values().forEach(Tensor::freeze);
        try (Region region = Region.open()) {
            TunedWeights tuned = new TunedWeights(learns, becoming, read);
            tuned.learning(tuned.trained).values().forEach(Tensor::requireGrad);
            return tuned;
        }
    }

    private UNet unetTwin() {
        UNet unet = trained.unet();
        if (learns.unet() == Learning.FROZEN) {
            return unet;
        }
        UNet twin = new UNet(unet.spec(), Init.blank(unet.device()));
        twin.freeze();
        twin.copyFrom(unet);
        return twin;
    }

    private Conditioning conditioningTwin() {
        Conditioning conditioning = trained.conditioning();
        if (learns.conditioner() == Learning.FROZEN) {
            return conditioning;
        }
        Model model = becoming.model();
        Conditioning twin = ModelParts.conditioning(
                trained.firstStage(),
                model.description(),
                Init.blank(model.compute().device()),
                new ModelParts.Words(model.tokenizers(), model.compute()));
        twin.network().freeze();
        twin.network().copyFrom(conditioning.network());
        return twin;
    }

    /** What learns, by the name that it has in files. */
    private Map<String, Tensor> learning(ModelParts parts) {
        Map<String, Tensor> learning = new LinkedHashMap<>();
        if (learns.conditioner() == Learning.TRAINED) {
            Conditioning conditioning = parts.conditioning();
            conditioning
                    .network()
                    .parameters()
                    .forEach((name, tensor) -> learning.put(conditioning.prefix() + name, tensor));
        }
        if (learns.unet() == Learning.TRAINED) {
            parts.unet().parameters().forEach((name, tensor) -> learning.put(ModelParts.UNET + name, tensor));
        }
        return learning;
    }

    @Override
    public Student student(double dropout) {
        return new Student(
                trained,
                learning(trained),
                learning(averaged),
                new Uncertainty.None(),
                dropout,
                OptionalDouble.empty());
    }

    @Override
    public <T> T averaged(Function<ModelParts, T> work) {
        return work.apply(averaged);
    }

    @Override
    public void write(Progress progress) {
        ModelFolder.write(
                becoming.folder(),
                becoming.description().with("tuning_images_seen", Long.toString(progress.images())),
                averaged,
                becoming.model().tokenizers());
    }

    @Override
    public void begin(Preview preview, Path sheet) {
        preview.draw(averaged, sheet);
    }

    @Override
    public void close() {
        if (learns.unet() == Learning.TRAINED) {
            averaged.unet().close();
        }
        if (learns.conditioner() == Learning.TRAINED) {
            averaged.conditioning().network().close();
        }
    }
}
