package io.sfumato.diffusers;

import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.condition.text.Pooling;
import io.sfumato.condition.text.TextSpec;
import io.sfumato.condition.text.TextTransformerSpec;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelException;
import io.sfumato.reference.Params;
import java.util.Optional;
import java.util.Set;

/** Reads text models, whose configurations are those of the transformers library. */
final class TextReader {
    private static final String ACTIVATION = "hidden_act";
    private static final String HEADS = "num_attention_heads";
    private static final String EPSILON = "layer_norm_eps";
    private static final double PUBLISHED_EPSILON = 1e-5; // of CLIP

    private static final String CLIP = "CLIPTextModel";
    private static final String BERT = "LDMBertModel";

    /** What every configuration of that library may say, and no text is read otherwise for. */
    private static final String[] COMMON = {
        "architectures",
        "attention_dropout",
        "bos_token_id",
        "dropout",
        "dtype",
        "eos_token_id",
        "initializer_factor",
        "initializer_range",
        "model_type",
        "pad_token_id",
        "torch_dtype",
        "transformers_version",
        "use_cache"
    };

    private TextReader() {}

    static ConditionerSpec read(Component component) {
        Params params = component.expect(Set.of(CLIP, BERT)).config();
        params.ignore(COMMON);
        try {
            ConditionerSpec spec = component.type().equals(CLIP) ? clip(params) : bert(params);
            params.done();
            return spec;
        } catch (IllegalArgumentException e) {
            throw new ModelException(params.path("model_type") + ": " + e.getMessage(), e);
        }
    }

    /** The library's own defaults are those of another CLIP; files have the sizes written out. */
    private static ConditionerSpec clip(Params params) {
        params.ignore("projection_dim"); // of what is behind the tokens
        params.only(EPSILON, PUBLISHED_EPSILON);
        return new ConditionerSpec.ClipText(new ClipTextSpec(
                params.integer("vocab_size"),
                params.integer("max_position_embeddings"),
                params.integer("hidden_size"),
                params.integer("num_hidden_layers"),
                params.integer(HEADS),
                params.integer("intermediate_size"),
                activation(params)));
    }

    /** The same sizes with what a configuration says of heads and of what bends the signals, if anything. */
    static ClipTextSpec completed(ClipTextSpec sizes, Params params) {
        params.only(EPSILON, PUBLISHED_EPSILON);
        return new ClipTextSpec(
                sizes.vocabulary(),
                sizes.window(),
                sizes.width(),
                sizes.layers(),
                params.integer(HEADS, sizes.heads()),
                sizes.feedForward(),
                params.has(ACTIVATION) ? activation(params) : sizes.activation());
    }

    private static ClipTextSpec.Activation activation(Params params) {
        String name = params.text(ACTIVATION);
        return switch (name) {
            case "quick_gelu" -> ClipTextSpec.Activation.QUICK_GELU;
            case "gelu" -> ClipTextSpec.Activation.GELU;
            default ->
                throw new ModelException(params.path(ACTIVATION) + " is " + name + ", expected quick_gelu or gelu");
        };
    }

    private static ConditionerSpec bert(Params params) {
        params.ignore(
                "activation_dropout",
                "classifier_dropout",
                "encoder_layerdrop",
                "init_std",
                "num_hidden_layers"); // encoder_layers once more
        params.only("activation_function", "gelu");
        params.only("encoder_attention_heads", 8);
        params.only("head_dim", 64);
        params.only("scale_embedding", false);
        int width = params.integer("d_model");
        params.only("encoder_ffn_dim", 4 * width);
        return new ConditionerSpec.Text(new TextSpec(
                new TextTransformerSpec(
                        params.integer("vocab_size"),
                        params.integer("max_position_embeddings"),
                        width,
                        params.integer("encoder_layers")),
                Pooling.NONE,
                Optional.empty()));
    }
}
