package io.sfumato.diffusers;

import io.sfumato.model.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The names under which the library saves weights: in one file or in several with an index, whole or in half precision, as
 * safetensors or as PyTorch's pickles, which are looked for last.
 */
enum WeightFiles {
    /** Of diffusers' own networks. */
    NETWORK("diffusion_pytorch_model", "diffusion_pytorch_model"),
    /** Of those that come from the transformers library. */
    TEXT("model", "pytorch_model");

    private final String safetensors;
    private final String pickle;

    WeightFiles(String safetensors, String pickle) {
        this.safetensors = safetensors;
        this.pickle = pickle;
    }

    private List<String> names() {
        return List.of(
                safetensors + ".safetensors",
                safetensors + ".safetensors.index.json",
                safetensors + ".fp16.safetensors",
                safetensors + ".safetensors.index.fp16.json",
                pickle + ".bin",
                pickle + ".fp16.bin");
    }

    /** The first of them in a folder. */
    Path find(Path folder) {
        return names().stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() ->
                        new ModelException(folder + " has no weights, expected one of " + String.join(", ", names())));
    }
}
