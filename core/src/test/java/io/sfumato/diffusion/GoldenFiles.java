package io.sfumato.diffusion;

import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.TensorArchive;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** Numbers of other implementations, in the test resources. */
public final class GoldenFiles {
    private GoldenFiles() {}

    /** The tensors of one case. */
    public static TensorArchive open(String name) {
        String resource = "/golden/" + name + "/io.safetensors";
        try {
            return Safetensors.open(Path.of(Objects.requireNonNull(GoldenFiles.class.getResource(resource), resource)
                    .toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
