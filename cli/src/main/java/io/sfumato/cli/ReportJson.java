package io.sfumato.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.pipeline.GenerationSettings;
import java.nio.file.Path;
import java.time.Duration;

/** Says it to programs: one object when all is done. */
final class ReportJson implements Report {
    private final Console console;
    private final PictureText text;
    private final ObjectNode object = JsonNodeFactory.instance.objectNode();
    private final ArrayNode files = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode seeds = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode warnings = JsonNodeFactory.instance.arrayNode();

    ReportJson(Console console, PictureText text) {
        this.console = console;
        this.text = text;
        GenerationSettings settings = text.asked().settings();
        putSubjects(text.asked());
        object.put("negative", settings.negative())
                .put("seed", settings.seed())
                .put("width", settings.width())
                .put("height", settings.height())
                .put("steps", settings.steps())
                .put("sampler", settings.sampler().toString())
                .put("guidance", settings.guidance())
                .put("guidance_range", settings.guided().toString())
                .put("eta", settings.freshNoise())
                .put("reuse", settings.shortcuts().reuse().every())
                .put("merged_tokens", settings.shortcuts().merging().share())
                .put("precision", text.precision().spelling())
                .put("model", text.model())
                .put("hash", "") // its place; it may not be known yet
                .put("version", Installation.version());
        object.set("files", files);
        object.set("seeds", seeds);
        object.set("warnings", warnings);
    }

    /** A prompt for all pictures; or the class of each, where they were asked for by class. */
    private void putSubjects(Asked asked) {
        Subject first = asked.subjects().get(0);
        if (first instanceof Subject.Prompt prompt) {
            object.put("prompt", prompt.words());
        } else if (first instanceof Subject.OfClass) {
            ArrayNode classes = object.putArray("classes");
            ArrayNode names = object.putArray("names");
            for (Subject subject : asked.all()) {
                classes.add(((Subject.OfClass) subject).label().index());
                names.add(subject.words());
            }
        }
    }

    @Override
    public void picture(long seed, Path file) {
        files.add(file.toString());
        seeds.add(seed);
    }

    @Override
    public void grid(Path file) {
        object.put("grid", file.toString());
    }

    @Override
    public void warning(String message) {
        warnings.add(message);
    }

    @Override
    public void done(Duration took) {
        AddedJson.put(object, text.added());
        console.out().println(object.put("hash", text.hash().get()).put("seconds", took.toMillis() / 1000.0));
    }
}
