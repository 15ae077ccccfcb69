package io.sfumato.train;

import io.sfumato.tensor.FileTrouble;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** Where a run keeps what it makes. */
record RunFolder(Path root) {

    static RunFolder create(Path root, Path recipe) {
        try {
            Files.createDirectories(root.resolve("checkpoints"));
            Files.createDirectories(root.resolve("samples"));
            Path copy = root.resolve("recipe.yaml");
            if (Files.exists(copy) && Files.mismatch(copy, recipe) >= 0) {
                throw new RecipeException(root + " holds a run of another recipe. Choose another --output, or continue"
                        + " that run with --resume " + root);
            }
            Files.copy(recipe, copy, StandardCopyOption.REPLACE_EXISTING);
            return new RunFolder(root);
        } catch (IOException e) {
            throw new RecipeException(root + " cannot be written: " + FileTrouble.of(e), e);
        }
    }

    Path recipe() {
        return root.resolve("recipe.yaml");
    }

    Path tokenizer() {
        return root.resolve("tokenizer.json");
    }

    Path latents() {
        return root.resolve("latents.safetensors");
    }

    Path model() {
        return root.resolve("model");
    }

    Path checkpoint(String stage) {
        return root.resolve("checkpoints").resolve(stage + ".safetensors");
    }

    Metrics metrics(String stage) {
        return new Metrics(root.resolve(stage + ".jsonl"));
    }

    Path plot(String stage) {
        return root.resolve(stage + "-loss.png");
    }

    Path sample(String stage, long images) {
        return root.resolve("samples").resolve(String.format(Locale.ROOT, "%s-%09d.png", stage, images));
    }
}
