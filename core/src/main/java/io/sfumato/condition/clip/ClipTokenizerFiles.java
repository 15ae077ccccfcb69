package io.sfumato.condition.clip;

import io.sfumato.condition.ConditionException;
import io.sfumato.tensor.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where CLIP's vocabulary may be on a machine. Checkpoints of Stable Diffusion come without it.
 *
 * @param environment variables, of which {@code HF_HOME} counts
 * @param home the user's folder
 */
public record ClipTokenizerFiles(Map<String, String> environment, Path home) {
    private static final String MODEL = "models--openai--clip-vit-large-patch14";

    /** The places of this machine and user. */
    public static ClipTokenizerFiles ofThisMachine() {
        return new ClipTokenizerFiles(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /**
     * A file for {@link ClipTokenizer#open}: one beside the checkpoint or in it, where it is a folder, or what Hugging
     * Face's tools have fetched.
     *
     * @param more folders to look into before what was fetched
     * @throws ConditionException where there is none
     */
    public Path find(Path checkpoint, Path... more) {
        Path beside = Files.isDirectory(checkpoint)
                ? checkpoint
                : checkpoint.toAbsolutePath().getParent();
        List<Path> places = new ArrayList<>(List.of(beside.resolve("tokenizer"), beside));
        places.addAll(List.of(more));
        places.addAll(snapshots());
        return places.stream()
                .flatMap(place -> BytePairFiles.in(place).stream())
                .findFirst()
                .orElseThrow(() -> new ConditionException("no tokenizer of CLIP is in " + beside.resolve("tokenizer")
                        + ", " + beside + " or " + fetched() + ", expected one of "
                        + String.join(", ", BytePairFiles.names())
                        + ": give one with --tokenizer FILE, or as 'tokenizer' in a recipe"));
    }

    private Path fetched() {
        String own = environment.getOrDefault("HF_HOME", "");
        Path huggingFace = own.isEmpty() ? home.resolve(".cache").resolve("huggingface") : Path.of(own);
        return huggingFace.resolve("hub").resolve(MODEL).resolve("snapshots");
    }

    private List<Path> snapshots() {
        if (!Files.isDirectory(fetched())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(fetched())) {
            return folders.sorted().toList();
        } catch (IOException e) {
            throw new ConditionException(fetched() + " cannot be read: " + FileTrouble.of(e), e);
        }
    }
}
