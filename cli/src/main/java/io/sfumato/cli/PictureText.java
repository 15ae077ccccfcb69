package io.sfumato.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sfumato.model.Added;
import io.sfumato.model.Model;
import io.sfumato.pipeline.GenerationRequest;
import io.sfumato.pipeline.GenerationSettings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * What made a picture, in the words that its file carries: the widespread form that other programs read.
 *
 * @param model name of the model
 * @param hash of the model's weights; may wait for it
 * @param added to the model's weights
 */
record PictureText(GenerationRequest request, String model, Supplier<String> hash, List<Added> added) {
    /** The keyword of the chunk. */
    static final String KEYWORD = "parameters";

    static PictureText of(GenerationRequest request, Model model) {
        return new PictureText(request, model.name(), model.fingerprint().begin()::digits, model.added());
    }

    /** The chunk of the picture that {@code seed} made. */
    Map<String, String> chunk(long seed) {
        return Map.of(KEYWORD, text(seed));
    }

    private String text(long seed) {
        List<String> lines = new ArrayList<>();
        lines.add(request.prompt());
        if (!request.settings().negative().isEmpty()) {
            lines.add("Negative prompt: " + request.settings().negative());
        }
        lines.add(String.join(", ", settings(seed)));
        return String.join("\n", lines);
    }

    private List<String> settings(long seed) {
        GenerationSettings made = request.settings();
        List<String> settings = new ArrayList<>();
        settings.add("Steps: " + made.steps());
        settings.add("Sampler: " + made.sampler());
        settings.add("CFG scale: " + plain(made.guidance()));
        settings.add("Seed: " + seed);
        settings.add("Size: " + made.width() + "x" + made.height());
        settings.add("Model hash: " + hash.get());
        settings.add("Model: " + model);
        for (int i = 0; i < added.size(); i++) {
            settings.add("LoRA " + (i + 1) + ": " + quoted(added.get(i).told()));
        }
        double own = made.sampler().sampler().eta(OptionalDouble.empty());
        if (made.freshNoise() != own) {
            settings.add("Eta: " + plain(made.freshNoise()));
        }
        settings.add("Version: " + Installation.version());
        return settings;
    }

    /** As other programs write what has commas. */
    private static String quoted(String words) {
        return JsonNodeFactory.instance.textNode(words).toString();
    }

    /** 4 rather than 4.0. */
    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
