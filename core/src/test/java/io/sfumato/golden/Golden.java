package io.sfumato.golden;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

/** The tensors of one golden case. */
public final class Golden implements AutoCloseable {
    private final TensorArchive archive;

    /** A file of a case. */
    public static Path file(String name, String file) {
        try {
            String resource = "/golden/" + name + "/" + file;
            return Path.of(Objects.requireNonNull(Golden.class.getResource(resource), resource)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the case has a tensor. */
    public boolean has(String name) {
        return archive.contains(name);
    }

    /** Of all its tensors. */
    public Set<String> names() {
        return Set.copyOf(archive.names());
    }

    private Golden(TensorArchive archive) {
        this.archive = archive;
    }

    /** Opens the tensors of a case. */
    public static Golden open(String name) {
        return new Golden(Safetensors.open(file(name, "io.safetensors")));
    }

    public Tensor get(String name) {
        return archive.load(name);
    }

    public Tensor floats(String name) {
        return archive.load(name).to(DType.FLOAT32);
    }

    @Override
    public void close() {
        archive.close();
    }
}
