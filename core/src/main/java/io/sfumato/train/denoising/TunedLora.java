package io.sfumato.train.denoising;

import io.sfumato.diffusion.Uncertainty;
import io.sfumato.diffusion.VPrediction;
import io.sfumato.lora.Lora;
import io.sfumato.lora.LoraForm;
import io.sfumato.lora.LoraFormat;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.Model;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelParts;
import io.sfumato.nn.Init;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.train.loop.Progress;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.recipe.TuningRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Updates that learn beside the weights of a model, which stay as they are and are there once: where the averages are asked for, the
 * updates lend their place to them.
 */
final class TunedLora implements Tuned {
    /** Of the text that Stable Diffusion 1 hears, and 2. */
    private static final int WIDTH_OF_FIRST = 768;

    private static final int WIDTH_OF_SECOND = 1024;

    private final ModelParts parts;
    private final Lora lora;
    private final Lent lent;
    private final Path folder;
    private final Map<String, String> notes;

    private TunedLora(ModelParts parts, Lora lora, Path folder, Map<String, String> notes) {
        this.parts = parts;
        this.lora = lora;
        this.lent = Lent.of(lora.parameters());
        this.folder = folder;
        this.notes = notes;
    }

    static TunedLora of(TuningRecipe.Lora learns, TuningRecipe recipe, Model model, ReadCaptions read, RunContext run) {
        Map<String, String> notes = new LinkedHashMap<>(); // in the words of kohya's scripts
        notes.put("ss_output_name", recipe.name());
        notes.put("ss_sd_model_name", model.name());
        notes.put("ss_new_sd_model_hash", model.fingerprint().sha256());
        notes.put("ss_seed", Long.toString(recipe.seed()));
        notes.putAll(generation(model.description()));
        try (Region region = Region.open();
                Rng init = run.seed().fork("updates")) {
            Lora lora = Lora.attach(model.parts(), learns.specs(), Init.drawn(init, run.device()));
            ModelParts parts = learns.conditioner().isEmpty() ? read.of(model.parts()) : model.parts();
            return new TunedLora(parts, lora, run.folder().lora(), notes);
        }
    }

    /** Which Stable Diffusion it is for: other programs offer it with models of that alone. */
    static Map<String, String> generation(ModelDescription model) {
        long width = model.conditioner().inside() instanceof ConditionerSpec.ClipText clip
                ? clip.sizes().width()
                : 0;
        if (width == WIDTH_OF_FIRST) {
            return Map.of("ss_v2", "False", "ss_base_model_version", "sd_v1");
        } else if (width == WIDTH_OF_SECOND) {
            boolean isOfV = model.preconditioning() instanceof VPrediction;
            return Map.of("ss_v2", "True", "ss_base_model_version", isOfV ? "sd_v2_768_v" : "sd_v2");
        }
        return Map.of();
    }

    @Override
    public Student student(double dropout) {
        return new Student(
                parts, lora.parameters(), lent.averages(), new Uncertainty.None(), dropout, OptionalDouble.empty());
    }

    @Override
    public <T> T averaged(Function<ModelParts, T> work) {
        return lent.during(() -> work.apply(parts));
    }

    @Override
    public void write(Progress progress) {
        Map<String, String> now = new LinkedHashMap<>(notes);
        now.put("ss_steps", Long.toString(progress.steps()));
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new RecipeException(folder + " cannot be written: " + FileTrouble.of(e), e);
        }
        for (LoraFormat format : LoraFormat.values()) {
            String name = format.name().toLowerCase(Locale.ROOT) + ".safetensors";
            lora.write(folder.resolve(name), new LoraForm(format, DType.FLOAT16, now), lent.averages());
        }
    }

    @Override
    public void begin(Preview preview, Path sheet) {
        preview.draw(parts, sheet);
    }

    @Override
    public void close() {
        lora.close();
        lent.close();
    }
}
