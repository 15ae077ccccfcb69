package io.sfumato.benchmark;

import io.sfumato.model.Adaptation;
import io.sfumato.model.Arithmetic;
import io.sfumato.model.Fingerprint;
import io.sfumato.model.Model;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.Origin;
import io.sfumato.model.Tokenizers;
import io.sfumato.model.WeightLoading;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Random weights of a model in half precision, in a file that the system still has in memory. */
final class WeightFile implements AutoCloseable {
    private final ModelDescription description;
    private final Path file;

    WeightFile(ModelDescription description) {
        this.description = description;
        try {
            file = Files.createTempFile("sfumato-benchmark", ".safetensors");
            file.toFile().deleteOnExit(); // where somebody interrupts
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Region region = Region.open();
                Specimen specimen = Specimen.of(description, Arithmetic.of(Placement.FLOAT16))) {
            Map<String, Tensor> weights = new LinkedHashMap<>();
            specimen.parts().parameters().forEach((name, tensor) -> weights.put(name, tensor.detach()));
            Safetensors.write(file, weights, Map.of());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The model, as a user opens one. */
    Model open(Arithmetic arithmetic) {
        Origin origin = new Origin(Fingerprint.of(file), arithmetic, Adaptation.NONE);
        return Model.load(description, Tokenizers.NONE, origin, parts -> {
            try (TensorArchive archive = Safetensors.open(file)) {
                WeightLoading.fill(parts.parameters(), archive, file);
            }
        });
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
