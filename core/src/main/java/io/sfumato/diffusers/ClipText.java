package io.sfumato.diffusers;

import io.sfumato.condition.ConditionException;
import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.condition.clip.ClipTextTransformer;
import io.sfumato.condition.clip.ClipTokenizer;
import io.sfumato.condition.clip.ClipTokenizerFiles;
import io.sfumato.model.Fingerprint;
import io.sfumato.model.ModelException;
import io.sfumato.reference.Params;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.TensorFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What reads words in a CLIP, in a folder as the transformers library writes it: {@code CLIPTextModel}, or {@code CLIPModel}, of which
 * what looks at pictures is passed over. Methods throw {@link ModelException} where the folder is another.
 */
public record ClipText(Path folder) {
    private static final String TEXT = "text_model.";
    private static final String TOKENIZER = "tokenizer";

    /** Throws where its sizes, or what bends its signals, are not those of {@code expected}. Numbers are not read. */
    public void check(ClipTextSpec expected) {
        ClipTextSpec found = found(expected.activation());
        if (!found.equals(expected)) {
            throw new ModelException(weights() + " has " + shown(found) + ", expected " + shown(expected)
                    + ". Is it another CLIP? Its sizes are said in 'model' of the conditioner");
        }
    }

    private static String shown(ClipTextSpec sizes) {
        return "{vocabulary: " + sizes.vocabulary() + ", window: " + sizes.window() + ", width: " + sizes.width()
                + ", layers: " + sizes.layers() + ", heads: " + sizes.heads() + ", feed_forward: "
                + sizes.feedForward() + ", activation: "
                + sizes.activation().name().toLowerCase(Locale.ROOT) + "}";
    }

    /** What the weights do not tell, the configuration does, where there is one. */
    private ClipTextSpec found(ClipTextSpec.Activation otherwise) {
        ClipTextSpec sizes = sizes(otherwise);
        Path file = folder.resolve(Component.CONFIG);
        if (!Files.isRegularFile(file)) {
            return sizes;
        }
        Params whole = ConfigFile.read(file);
        Params text = whole.has("text_config") ? whole.mapping("text_config") : whole;
        try {
            return TextReader.completed(sizes, text);
        } catch (IllegalArgumentException e) {
            throw new ModelException(file + ": " + e.getMessage(), e);
        }
    }

    private ClipTextSpec sizes(ClipTextSpec.Activation activation) {
        try (TensorArchive archive = TensorFiles.open(weights())) {
            Map<String, Shape> shapes = archive.names().stream()
                    .filter(name -> name.startsWith(TEXT))
                    .collect(Collectors.toMap(name -> name.substring(TEXT.length()), archive::shape));
            return ClipTextSpec.of(shapes, activation);
        } catch (ConditionException e) {
            throw new ModelException(weights() + ": " + e.getMessage(), e);
        }
    }

    /** What tells its weights from others. */
    public Fingerprint fingerprint() {
        return Fingerprint.of(weights());
    }

    private Path weights() {
        if (!Files.isDirectory(folder)) {
            throw new ModelException(
                    folder + " is no folder, expected one with config.json and the weights of a CLIP, as"
                            + " the transformers library writes it");
        }
        return WeightFiles.TEXT.find(folder);
    }

    /** Gives a network its weights; it must be of the sizes that were checked. */
    public void fill(ClipTextTransformer network) {
        NamedWeights.fill(
                network.parameters(),
                NamedWeights.Names.of(DiffusersKeys.clip()),
                weights(),
                key -> !key.startsWith(TEXT) || key.endsWith(".position_ids"));
    }

    /**
     * Its tokenizer: in {@code tokenizer} inside the folder, in the folder, in {@code tokenizer} beside it, or what Hugging Face's tools have
     * fetched. Throws {@code ConditionException} where there is none.
     */
    public ClipTokenizer tokenizer() {
        return ClipTokenizer.open(ClipTokenizerFiles.ofThisMachine()
                .find(folder, folder.toAbsolutePath().resolveSibling(TOKENIZER)));
    }
}
