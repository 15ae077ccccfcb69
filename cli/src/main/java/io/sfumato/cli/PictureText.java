package io.sfumato.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sfumato.diffusion.Shortcuts;
import io.sfumato.model.Added;
import io.sfumato.model.Model;
import io.sfumato.pipeline.GenerationSettings;
import io.sfumato.sampling.NoiseRange;
import io.sfumato.tensor.DType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What made a picture, in the words that its file carries: the widespread form that other programs read.
 *
 * @param model name of the model
 * @param precision that its U-Net multiplied in
 * @param hash of the model's weights; may wait for it
 * @param added to the model's weights
 */
record PictureText(Asked asked, String model, DType precision, Supplier<String> hash, List<Added> added) {
    /** The keyword of the chunk. */
    static final String KEYWORD = "parameters";

    static PictureText of(Asked asked, Model model) {
        return new PictureText(
                asked,
                model.name(),
                model.arithmetic().multiplied(),
                model.fingerprint().begin()::digits,
                model.added());
    }

    /** The chunk of one picture, counted from 0. */
    Map<String, String> chunk(int picture) {
        return chunk(asked.all().get(picture).words(), asked.settings().seed() + picture);
    }

    /** The chunk of the sheet of all pictures. */
    Map<String, String> chunkOfAll() {
        return chunk(
                asked.subjects().stream().map(Subject::words).collect(Collectors.joining(", ")),
                asked.settings().seed());
    }

    private Map<String, String> chunk(String words, long seed) {
        List<String> lines = new ArrayList<>();
        lines.add(words);
        if (!asked.settings().negative().isEmpty()) {
            lines.add("Negative prompt: " + asked.settings().negative());
        }
        lines.add(String.join(", ", settings(seed)));
        return Map.of(KEYWORD, String.join("\n", lines));
    }

    private List<String> settings(long seed) {
        GenerationSettings made = asked.settings();
        List<String> settings = new ArrayList<>();
        settings.add("Steps: " + made.steps());
        settings.add("Sampler: " + made.sampler());
        settings.add("CFG scale: " + plain(made.guidance()));
        if (!made.guided().equals(NoiseRange.ALL)) {
            settings.add("Guidance range: " + made.guided());
        }
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
        settings.addAll(shortcuts(made.shortcuts()));
        settings.add("Precision: " + precision.spelling());
        settings.add("Version: " + Installation.version());
        return settings;
    }

    /** What was left out. */
    private static List<String> shortcuts(Shortcuts taken) {
        List<String> told = new ArrayList<>();
        if (!taken.reuse().equals(Shortcuts.Reuse.NONE)) {
            told.add("Reuse: " + taken.reuse().every());
        }
        if (!taken.merging().equals(Shortcuts.TokenMerging.NONE)) {
            told.add("Merged tokens: " + plain(taken.merging().share()));
        }
        return told;
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
