package io.sfumato.reference;

import io.sfumato.condition.ClassSpec;
import io.sfumato.condition.SemanticSpec;
import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.condition.text.Pooling;
import io.sfumato.condition.text.TextSpec;
import io.sfumato.condition.text.TextTransformerSpec;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelException;
import io.sfumato.tensor.Interpolation;
import io.sfumato.unet.UNetSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Reads what a model of the reference is told. */
final class ConditionerReader {
    private static final String ENCODERS = "ldm.modules.encoders.modules.";
    private static final int WORD_PIECES = 30_522; // of bert-base-uncased
    private static final int WINDOW = 77;
    private static final int IMAGENET_CLASSES = 1000;
    private static final String METHODS = "nearest, bilinear, bicubic or area";

    private static final Map<String, BiFunction<Target, Way, ConditionerSpec>> TABLE = Map.of(
            ENCODERS + "ClassEmbedder",
            ConditionerReader::classes,
            ENCODERS + "BERTEmbedder",
            ConditionerReader::text,
            ENCODERS + "TransformerEmbedder",
            ConditionerReader::tokens,
            ENCODERS + "SpatialRescaler",
            ConditionerReader::semantic,
            ENCODERS + "FrozenCLIPEmbedder",
            ConditionerReader::clip,
            "torch.nn.Identity",
            ConditionerReader::identity);

    private static final String HYBRID = "ldm.modules.diffusionmodules.util.HybridConditioner";

    /** How the condition reaches the network: {@code conditioning_key}. */
    enum Way {
        CONCAT,
        CROSS_ATTENTION,
        LABEL,
        /** One by concatenation, another by cross-attention. */
        HYBRID
    }

    private ConditionerReader() {}

    static ConditionerSpec read(Params params, Optional<UNetSpec.Whole> whole) {
        Optional<String> word = params.word("cond_stage_config");
        Way way = way(params);
        if (word.isPresent()) {
            return ofWord(params, word.get(), way);
        }
        return switch (way) {
            case CONCAT, CROSS_ATTENTION -> one(Target.of(params, "cond_stage_config", TABLE.keySet()), way);
            case LABEL -> label(params, whole);
            case HYBRID -> both(params);
        };
    }

    private static ConditionerSpec label(Params params, Optional<UNetSpec.Whole> whole) {
        Target target = Target.of(params, "cond_stage_config", TABLE.keySet());
        target.params().ignore("n_classes", "embed_dim", "key");
        if (whole.orElse(null) instanceof UNetSpec.ClassOf classes) {
            return new ConditionerSpec.Label(classes.count());
        }
        throw new ModelException(params.path("conditioning_key")
                + " is adm, which gives the U-Net classes, but its unet_config has no num_classes");
    }

    /** The one conditioner that holds two. Forks that join two in another way are other models. */
    private static ConditionerSpec both(Params params) {
        String name = params.mapping("cond_stage_config").text("target");
        if (!name.equals(HYBRID)) {
            throw new ModelException(params.path("cond_stage_config.target") + " is " + name + ", expected " + HYBRID
                    + " with a c_concat_config and a c_crossattn_config, since conditioning_key is hybrid");
        }
        Params parts = Target.of(params, "cond_stage_config", Set.of(HYBRID)).params();
        Target first = Target.of(parts, "c_concat_config", TABLE.keySet());
        Target second = Target.of(parts, "c_crossattn_config", TABLE.keySet());
        parts.done();
        if (!(one(first, Way.CONCAT) instanceof ConditionerSpec.Beside beside)) {
            throw new ModelException(first.where() + " is " + first.name()
                    + ", which has nothing to stand beside the latents. Are the two the other way round?");
        }
        if (!(one(second, Way.CROSS_ATTENTION) instanceof ConditionerSpec.Inside inside)) {
            throw new ModelException(second.where() + " is " + second.name()
                    + ", which has nothing to attend to. Are the two the other way round?");
        }
        return new ConditionerSpec.Both(beside, inside);
    }

    private static ConditionerSpec one(Target target, Way way) {
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
            case "hybrid" -> Way.HYBRID;
            default ->
                throw new ModelException(
                        params.path("conditioning_key") + " is " + key + ", expected concat, crossattn, hybrid or adm");
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
        params.ignore("embedding_dropout");
        TextTransformerSpec sizes = transformer(params, params.integer("vocab_size", WORD_PIECES));
        return params.flag("use_tokenizer", true)
                ? new ConditionerSpec.Text(new TextSpec(sizes, Pooling.NONE, Optional.empty()))
                : new ConditionerSpec.Layout(sizes);
    }

    /** The same network, which is always given ids. */
    private static ConditionerSpec tokens(Target target, Way way) {
        return new ConditionerSpec.Layout(
                transformer(target.params(), target.params().integer("vocab_size")));
    }

    private static TextTransformerSpec transformer(Params params, int vocabulary) {
        params.ignore("device");
        return new TextTransformerSpec(
                vocabulary,
                params.integer("max_seq_len", WINDOW),
                params.integer("n_embed"),
                params.integer("n_layer"));
    }

    private static ConditionerSpec semantic(Target target, Way way) {
        Params params = target.params();
        params.only("bias", false);
        return new ConditionerSpec.SemanticMap(new SemanticSpec(
                params.integer("n_stages", 1),
                params.number("multiplier", 0.5),
                method(params),
                params.integer("in_channels", 3),
                params.integer("out_channels")));
    }

    private static Interpolation method(Params params) {
        String method = params.text("method", "bilinear");
        return switch (method) {
            case "nearest" -> Interpolation.NEAREST;
            case "bilinear" -> Interpolation.BILINEAR;
            case "bicubic" -> Interpolation.BICUBIC;
            case "area" -> Interpolation.AREA;
            case "linear", "trilinear" ->
                throw new ModelException(params.path("method") + " is " + method
                        + ", which is for data of another number of dimensions, expected " + METHODS);
            default -> throw new ModelException(params.path("method") + " is " + method + ", expected " + METHODS);
        };
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
