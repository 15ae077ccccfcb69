package io.sfumato.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.image.WholeFile;
import io.sfumato.model.Precision;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.tensor.NativeLibraries;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Processor;
import io.sfumato.tensor.Threads;
import io.sfumato.train.loop.RunFolder;
import io.sfumato.train.loop.Session;
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.recipe.RunRecipe;
import io.sfumato.train.samples.LatentWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/** What a run says of itself: its recipe, and where it has run. */
final class RunRecord {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RunRecord() {}

    /** Throws where the folder holds what another recipe has made, or a recipe that no run has put there. */
    static void check(RunFolder folder, RunRecipe recipe) {
        if (!isOfAFailure(folder) && Files.exists(folder.recipe()) && !isHeld(folder, recipe)) {
            throw new RecipeException(folder.root() + " holds a run of another recipe. Choose another --output, or"
                    + " continue that run with --resume " + folder.root());
        }
    }

    /** Whether a run began here and ended before it had made anything. */
    private static boolean isOfAFailure(RunFolder folder) {
        List<Path> made = List.of(
                folder.latents(),
                LatentWriter.writing(folder.latents()),
                folder.firstStage(),
                folder.model(),
                folder.lora());
        return Files.exists(folder.environment())
                && !folder.hasCheckpoints()
                && made.stream().noneMatch(Files::exists);
    }

    /** A precision that the recipe leaves open is that of the run. */
    private static boolean isHeld(RunFolder folder, RunRecipe recipe) {
        RunRecipe held = RunRecipe.read(folder.recipe());
        RunRecipe same = recipe.precision() == Precision.AUTO ? recipe.in(held.precision()) : recipe;
        return held.toYaml().equals(same.toYaml());
    }

    /** Makes the run folder with its recipe, spelled out, where that is not there yet. */
    static void begin(RunFolder folder, RunRecipe recipe, Session session) {
        boolean isThere = Files.exists(folder.recipe()) && isHeld(folder, recipe);
        if (isThere && RunRecipe.read(folder.recipe()).precision() != Precision.AUTO) {
            return;
        }
        RunRecipe settled = settled(recipe, session);
        try {
            Files.createDirectories(folder.root());
            WholeFile.write(folder.recipe(), settled.toYaml().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new RecipeException(folder.root() + " cannot be written: " + FileTrouble.of(e), e);
        }
    }

    /**
     * Forgets what a run noted that failed before it had made anything: its recipe or its data were not what somebody wanted, and are
     * mended. Throws as {@link #check} does, now that nobody else writes in the folder.
     */
    static void forgetFailure(RunFolder folder, RunRecipe recipe) {
        check(folder, recipe);
        if (!isOfAFailure(folder)) {
            return;
        }
        try {
            for (Path note : List.of(folder.origins(), folder.tokenizer(), folder.scaling(), folder.skipped())) {
                Files.deleteIfExists(note);
            }
        } catch (IOException e) {
            throw new RecipeException(folder.root() + " cannot be written: " + FileTrouble.of(e), e);
        }
    }

    /** The recipe, whose precision is never left open: a run that goes on elsewhere is to go on as it began. */
    private static RunRecipe settled(RunRecipe recipe, Session session) {
        if (recipe.precision() != Precision.AUTO) {
            return recipe;
        }
        Precision faster = PrecisionTrial.settled(recipe.precision(), session.device());
        String name = faster.on(session.device()).dtype().fileName();
        session.observer().note("this machine learns faster in " + name);
        return recipe.in(faster);
    }

    /** Adds a line on the machine and the programs that it goes on with, of which so many processes take part. */
    static void note(RunFolder folder, Placement compute, int processes) {
        ObjectNode node = JSON.createObjectNode();
        node.put("started", Instant.now().toString());
        node.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        node.put("libtorch", NativeLibraries.libtorch());
        node.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        node.put("processor", Processor.name());
        node.put("processes", processes);
        node.put("threads", Threads.count());
        node.put("device", compute.device().toString());
        node.put("precision", compute.dtype().fileName());
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
