package io.sfumato.benchmark;

import io.sfumato.model.Adaptation;
import io.sfumato.model.Arithmetic;
import io.sfumato.model.Fingerprint;
import io.sfumato.model.Model;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.Origin;
import io.sfumato.model.Tokenizers;
import io.sfumato.model.WeightLoading;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Weights in half precision in a file, which the system still has in memory, become a model that can compute. */
final class WeightLoad implements Setup {
    private final ModelDescription description;
    private final Arithmetic arithmetic;
    private final Path file;

    WeightLoad(ModelDescription description, Arithmetic arithmetic) {
        this.description = description;
        this.arithmetic = arithmetic;
        try {
            file = Files.createTempFile("sfumato-benchmark", ".safetensors");
            file.toFile().deleteOnExit(); // where somebody interrupts
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Region region = Region.open();
                Specimen specimen = Specimen.of(description, new Arithmetic(DType.FLOAT16, arithmetic.compute()))) {
            Map<String, Tensor> weights = new LinkedHashMap<>();
            specimen.parts().parameters().forEach((name, tensor) -> weights.put(name, tensor.detach()));
            Safetensors.write(file, weights, Map.of());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public List<Work> works() {
        return List.of(Work.forward(Part.LOADING, 1, this::load));
    }

    private void load() {
        Origin origin = new Origin(Fingerprint.of(file), arithmetic, Adaptation.NONE);
        try (Model model = Model.load(description, Tokenizers.NONE, origin, parts -> {
            try (TensorArchive archive = Safetensors.open(file)) {
                WeightLoading.fill(parts.parameters(), archive, file);
            }
        })) {
            model.parts().parameters().values().forEach(Tensor::detach); // asks for each, which reads it
        }
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
