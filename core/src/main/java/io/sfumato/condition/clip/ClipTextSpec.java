package io.sfumato.condition.clip;

import io.sfumato.condition.ConditionException;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import java.util.Map;

/**
 * The sizes of CLIP's text transformer (Radford et al. 2021, sec. 2.4).
 *
 * @param vocabulary number of token ids
 * @param window tokens per text, those of its frame included
 * @param width of a token's vector; a multiple of {@code heads}
 * @param layers blocks of attention and feed-forward
 * @param heads of each attention
 * @param feedForward width between the two layers of each feed-forward part
 * @param activation what is between them
 */
public record ClipTextSpec(
        int vocabulary, int window, int width, int layers, int heads, int feedForward, Activation activation) {
    /** The width of a head in every published CLIP. */
    private static final int HEAD_WIDTH = 64;

    /** More than any size of a checkpoint that fits a machine. */
    private static final int MOST = 1 << 24;

    private static final String LAYERS = "encoder.layers.";
    private static final String QUERIES = ".self_attn.q_proj.weight";

    /** openai/clip-vit-large-patch14, which Stable Diffusion v1 reads text with. */
    public static final ClipTextSpec VIT_L_14 = new ClipTextSpec(49_408, 77, 768, 12, 12, 3072, Activation.QUICK_GELU);

    /** What bends the signal of a feed-forward part. No checkpoint tells: the weights of both look alike. */
    public enum Activation {
        /** OpenAI's models. */
        QUICK_GELU,
        /** Most of OpenCLIP's. */
        GELU;

        Tensor of(Tensor x) {
            return this == QUICK_GELU ? Functional.quickGelu(x) : Functional.gelu(x);
        }
    }

    public ClipTextSpec {
        if (vocabulary <= 0 || window <= 0 || width <= 0 || layers <= 0 || heads <= 0 || feedForward <= 0) {
            throw new IllegalArgumentException(
                    "clip text transformer: vocabulary, window, width, layers, heads and feed-forward are " + vocabulary
                            + ", " + window + ", " + width + ", " + layers + ", " + heads + ", " + feedForward
                            + ", expected numbers above 0");
        }
        if (width % heads != 0) {
            throw new IllegalArgumentException("clip text transformer: width is " + width + ", expected a multiple of "
                    + heads + ", the number of heads");
        }
    }

    /**
     * Reads the sizes off a checkpoint's shapes. A head is 64 wide, as in every published CLIP.
     *
     * @param shapes by Hugging Face's names below {@code text_model.}; others do no harm
     * @throws ConditionException where these are not the shapes of a CLIP text transformer
     */
    public static ClipTextSpec of(Map<String, Shape> shapes, Activation activation) {
        Shape tokens = matrix(shapes, "embeddings.token_embedding.weight");
        Shape positions = matrix(shapes, "embeddings.position_embedding.weight");
        if (tokens.size(1) != positions.size(1) || tokens.size(1) % HEAD_WIDTH != 0) {
            throw new ConditionException("clip text transformer: vectors of tokens and positions are " + tokens
                    + " and " + positions + ", expected the same width, a multiple of " + HEAD_WIDTH);
        }
        Shape widening = matrix(shapes, LAYERS + "0.mlp.fc1.weight");
        int width = Math.toIntExact(tokens.size(1));
        return new ClipTextSpec(
                Math.toIntExact(tokens.size(0)),
                Math.toIntExact(positions.size(0)),
                width,
                layers(shapes),
                width / HEAD_WIDTH,
                Math.toIntExact(widening.size(0)),
                activation);
    }

    private static Shape matrix(Map<String, Shape> shapes, String name) {
        Shape shape = shapes.get(name);
        if (shape == null) {
            throw new ConditionException("clip text transformer: the checkpoint has no '" + name
                    + "', expected Hugging Face's names below 'text_model.'");
        }
        if (shape.rank() != 2 || !isSize(shape.size(0)) || !isSize(shape.size(1))) {
            throw new ConditionException(
                    "clip text transformer: '" + name + "' is " + shape + ", expected two sizes from 1 to " + MOST);
        }
        return shape;
    }

    private static boolean isSize(long size) {
        return size >= 1 && size <= MOST;
    }

    /** The number of layers, which are counted from 0 without gaps. */
    private static int layers(Map<String, Shape> shapes) {
        int layers = Math.toIntExact(shapes.keySet().stream()
                .filter(name -> name.startsWith(LAYERS) && name.endsWith(QUERIES))
                .count());
        for (int layer = 0; layer == 0 || layer < layers; layer++) {
            matrix(shapes, LAYERS + layer + QUERIES);
        }
        return layers;
    }
}
