package io.sfumato.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.image.WholeFile;
import io.sfumato.model.Precision;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.tensor.Threads;
import io.sfumato.train.loop.RunFolder;
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.recipe.RunRecipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/** What a run says of itself: its recipe, and where it has run. */
final class RunRecord {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RunRecord() {}

    /** Throws where the folder holds a run of another recipe. */
    static void check(RunFolder folder, RunRecipe recipe) {
        if (Files.exists(folder.recipe())
                && !RunRecipe.read(folder.recipe()).toYaml().equals(recipe.toYaml())) {
            throw new RecipeException(folder.root() + " holds a run of another recipe. Choose another --output, or"
                    + " continue that run with --resume " + folder.root());
        }
    }

    /** Makes the run folder with its recipe, spelled out. */
    static void begin(RunFolder folder, RunRecipe recipe) {
        try {
            Files.createDirectories(folder.root());
            WholeFile.write(folder.recipe(), recipe.toYaml().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new RecipeException(folder.root() + " cannot be written: " + FileTrouble.of(e), e);
        }
    }

    /** Adds a line on the machine and the programs that it goes on with. */
    static void note(RunFolder folder, Precision precision) {
        ObjectNode node = JSON.createObjectNode();
        node.put("started", Instant.now().toString());
        node.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        node.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        node.put("threads", Threads.count());
        node.put("precision", precision.dtype().fileName());
        try {
            Files.createDirectories(folder.samples());
            Files.write(
                    folder.environment(),
                    List.of(node.toString()),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new RecipeException(folder.environment() + " cannot be written: " + FileTrouble.of(e), e);
        }
    }
}
