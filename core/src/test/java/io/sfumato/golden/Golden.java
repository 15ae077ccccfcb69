package io.sfumato.golden;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The tensors of one golden case. */
final class Golden implements AutoCloseable {
    private final TensorArchive archive;

    private Golden(TensorArchive archive) {
        this.archive = archive;
    }

    static Golden open(String name) {
        try {
            return new Golden(Safetensors.open(Path.of(Golden.class
                    .getResource("/golden/" + name + "/io.safetensors")
                    .toURI())));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    Tensor get(String name) {
        return archive.load(name);
    }

    Tensor floats(String name) {
        return archive.load(name).to(DType.FLOAT32);
    }

    @Override
    public void close() {
        archive.close();
    }
}
