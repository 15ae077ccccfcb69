package io.sfumato.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.pipeline.GenerationRequest;
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
        GenerationRequest request = text.request();
        GenerationSettings settings = request.settings();
        object.put("prompt", request.prompt())
                .put("negative", settings.negative())
                .put("seed", settings.seed())
                .put("width", settings.width())
                .put("height", settings.height())
                .put("steps", settings.steps())
                .put("sampler", settings.sampler().toString())
                .put("guidance", settings.guidance())
                .put("eta", settings.freshNoise())
                .put("model", text.model())
                .put("hash", "") // its place; it may not be known yet
                .put("version", Installation.version());
        object.set("files", files);
        object.set("seeds", seeds);
        object.set("warnings", warnings);
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
