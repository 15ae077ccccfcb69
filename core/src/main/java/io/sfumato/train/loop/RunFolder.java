package io.sfumato.train.loop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Where a run keeps what it makes. */
public record RunFolder(Path root) {

    /** What it follows, spelled out. */
    public Path recipe() {
        return root.resolve("recipe.yaml");
    }

    /** The machines and programs that it ran on, one line each time it went on. */
    public Path environment() {
        return root.resolve("environment.jsonl");
    }

    /** The broken pictures that it was trained without. */
    public Path skipped() {
        return root.resolve("skipped.txt");
    }

    public Path tokenizer() {
        return root.resolve("tokenizer.json");
    }

    public Path latents() {
        return root.resolve("latents.safetensors");
    }

    /** Held by the process that writes here. */
    public Path lock() {
        return root.resolve(".lock");
    }

    /** There for a moment, while processes that train together find out whether all of them see it. */
    public Path shared() {
        return root.resolve(".shared");
    }

    /** What takes raw latents to those that the diffusion model sees. */
    public Path scaling() {
        return root.resolve("scaling.json");
    }

    public Path samples() {
        return root.resolve("samples");
    }

    /** The first stage, usable while it is still learning. */
    public Path firstStage() {
        return root.resolve("first-stage");
    }

    /** The model, usable while it is still learning. */
    public Path model() {
        return root.resolve("model");
    }

    /** What a run that ends here goes on from, in words: the last good checkpoint, or that there is none. */
    public String standing() {
        return checkpoints().standing();
    }

    /** Low-rank updates, usable while they are still learning. */
    public Path lora() {
        return root.resolve("lora");
    }

    /** What it began with and does not make itself, by SHA-256. */
    public Path origins() {
        return root.resolve("origins.json");
    }

    /** Whether anything was learned. */
    public boolean hasCheckpoints() {
        return Files.exists(checkpointFolder());
    }

    private Path checkpointFolder() {
        return root.resolve("checkpoints");
    }

    Checkpoints checkpoints() {
        return new Checkpoints(checkpointFolder());
    }

    Metrics metrics(String stage) {
        return new Metrics(root.resolve(stage + ".jsonl"));
    }

    /** What TensorBoard reads of a stage. */
    Path events(String stage) {
        return root.resolve("tensorboard").resolve(stage);
    }

    Path plot(String stage) {
        return root.resolve(stage + "-loss.png");
    }

    Path sheet(String stage, long images) {
        return samples().resolve(String.format(Locale.ROOT, "%s-%09d.png", stage, images));
    }
}
