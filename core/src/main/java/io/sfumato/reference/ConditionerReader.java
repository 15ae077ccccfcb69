package io.sfumato.reference;

import io.sfumato.condition.ClassSpec;
import io.sfumato.condition.SemanticSpec;
import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.condition.text.Pooling;
import io.sfumato.condition.text.TextSpec;
import io.sfumato.condition.text.TextTransformerSpec;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelException;
import io.sfumato.unet.UNetSpec;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads what a model of the reference is told. */
final class ConditionerReader {
    private static final String ENCODERS = "ldm.modules.encoders.modules.";
    private static final int WORD_PIECES = 30_522; // of bert-base-uncased
    private static final int WINDOW = 77;
    private static final int IMAGENET_CLASSES = 1000;

    private static final Map<String, BiFunction<Target, Way, ConditionerSpec>> TABLE = Map.of(
            ENCODERS + "ClassEmbedder",
            ConditionerReader::classes,
            ENCODERS + "BERTEmbedder",
            ConditionerReader::text,
            ENCODERS + "SpatialRescaler",
            ConditionerReader::semantic,
            ENCODERS + "FrozenCLIPEmbedder",
            ConditionerReader::clip,
            "torch.nn.Identity",
            ConditionerReader::identity);

    /** How the condition reaches the network: {@code conditioning_key}. */
    enum Way {
        CONCAT,
        CROSS_ATTENTION,
        LABEL
    }

    private ConditionerReader() {}

    static ConditionerSpec read(Params params, Optional<UNetSpec.Whole> whole) {
        Optional<String> word = params.word("cond_stage_config");
        Way way = way(params);
        if (word.isPresent()) {
            return ofWord(params, word.get(), way);
        }
        Target target = Target.of(params, "cond_stage_config", TABLE.keySet());
        if (way == Way.LABEL && whole.orElse(null) instanceof UNetSpec.ClassOf classes) {
            target.params().ignore("n_classes", "embed_dim", "key");
            return new ConditionerSpec.Label(classes.count());
        }
        try {
            ConditionerSpec spec = TABLE.get(target.name()).apply(target, way);
            target.params().done();
            return spec;
        } catch (IllegalArgumentException e) {
            throw new ModelException(target.where() + ": " + e.getMessage(), e);
        }
    }

    private static Way way(Params params) {
        boolean concat = params.flag("concat_mode", true);
        String key = params.text("conditioning_key", concat ? "concat" : "crossattn");
        return switch (key) {
            case "concat" -> Way.CONCAT;
            case "crossattn" -> Way.CROSS_ATTENTION;
            case "adm" -> Way.LABEL;
            default ->
                throw new ModelException(
                        params.path("conditioning_key") + " is " + key + ", expected concat, crossattn or adm");
        };
    }

    private static ConditionerSpec ofWord(Params params, String word, Way way) {
        if (word.equals("__is_unconditional__")) {
            return new ConditionerSpec.Unconditional();
        }
        if (word.equals("__is_first_stage__") && way == Way.CONCAT) {
            return new ConditionerSpec.MaskedPicture();
        }
        throw new ModelException(params.path("cond_stage_config") + " is " + word
                + ", expected a target, __is_unconditional__, or __is_first_stage__ with concatenation");
    }

    private static ConditionerSpec classes(Target target, Way way) {
        target.params().ignore("key");
        return new ConditionerSpec.ClassToken(new ClassSpec(
                target.params().integer("n_classes", IMAGENET_CLASSES),
                target.params().integer("embed_dim")));
    }

    private static ConditionerSpec text(Target target, Way way) {
        Params params = target.params();
        params.ignore("device", "embedding_dropout");
        TextTransformerSpec sizes = new TextTransformerSpec(
                params.integer("vocab_size", WORD_PIECES),
                params.integer("max_seq_len", WINDOW),
                params.integer("n_embed"),
                params.integer("n_layer"));
        return params.flag("use_tokenizer", true)
                ? new ConditionerSpec.Text(new TextSpec(sizes, Pooling.NONE, Optional.empty()))
                : new ConditionerSpec.Layout(sizes);
    }

    private static ConditionerSpec semantic(Target target, Way way) {
        Params params = target.params();
        params.only("method", "bilinear");
        params.only("multiplier", 0.5);
        params.only("bias", false);
        return new ConditionerSpec.SemanticMap(new SemanticSpec(
                params.integer("n_stages", 1), params.integer("in_channels", 3), params.integer("out_channels")));
    }

    private static ConditionerSpec clip(Target target, Way way) {
        Params params = target.params();
        params.ignore("device");
        params.only("version", "openai/clip-vit-large-patch14");
        params.only("max_length", ClipTextSpec.VIT_L_14.window());
        return new ConditionerSpec.ClipText(ClipTextSpec.VIT_L_14);
    }

    private static ConditionerSpec identity(Target target, Way way) {
        return way == Way.CONCAT ? new ConditionerSpec.LowResolution() : new ConditionerSpec.Embeddings();
    }
}
