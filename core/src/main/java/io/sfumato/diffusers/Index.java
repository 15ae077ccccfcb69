package io.sfumato.diffusers;

import io.sfumato.model.ModelException;
import io.sfumato.reference.Params;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a folder says that it is: {@code model_index.json}, with a pipeline and the class of each of its parts. */
record Index(Path folder, Pipeline pipeline, Params params) {
    static final String FILE = "model_index.json";

    /** The pipelines whose models are built here. */
    enum Pipeline {
        STABLE_DIFFUSION("StableDiffusionPipeline"),
        TEXT_TO_IMAGE("LDMTextToImagePipeline"),
        UNCONDITIONAL("LDMPipeline"),
        SUPER_RESOLUTION("LDMSuperResolutionPipeline");

        private final String type;

        Pipeline(String type) {
            this.type = type;
        }

        private static Pipeline of(Params params) {
            String type = params.text("_class_name");
            return Arrays.stream(values())
                    .filter(each -> each.type.equals(type))
                    .findFirst()
                    .orElseThrow(() -> new ModelException(params.path("_class_name") + " is " + type
                            + ", which is not known here. Expected one of "
                            + Arrays.stream(values()).map(each -> each.type).collect(Collectors.joining(", "))));
        }
    }

    static Index read(Path folder) {
        Params params = ConfigFile.read(folder.resolve(FILE));
        Pipeline pipeline = Pipeline.of(params);
        params.ignore(
                "_diffusers_version",
                "_name_or_path",
                "feature_extractor",
                "image_encoder", // of adapters
                "requires_safety_checker",
                "safety_checker",
                "tokenizer");
        return new Index(folder, pipeline, params);
    }

    /** The part under a name. */
    Component component(String name) {
        List<String> library = params.texts(name);
        if (library.size() != 2) {
            throw new ModelException(
                    params.path(name) + " is " + library + ", expected the name of a library and of a class of it");
        }
        return new Component(folder.resolve(name), library.get(1));
    }

    /** The autoencoder, which each pipeline has under another name. */
    Component firstStage() {
        return component(first("vae", "vqvae", "movq"));
    }

    /** The text model. */
    Component text() {
        return component(first("text_encoder", "bert"));
    }

    private String first(String... names) {
        return Arrays.stream(names).filter(params::has).findFirst().orElse(names[0]);
    }
}
