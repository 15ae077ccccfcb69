package io.sfumato.benchmark;

import io.sfumato.model.Arithmetic;
import io.sfumato.model.Model;
import io.sfumato.model.ModelDescription;
import io.sfumato.tensor.Tensor;
import java.util.List;

/** Weights in half precision in a file become a model that can compute. */
final class WeightLoad implements Setup {
    /** What laying out weights costs is nothing that a network computes. */
    private static final int NO_PASS = 0;

    private final WeightFile file;
    private final Arithmetic arithmetic;

    WeightLoad(ModelDescription description, Arithmetic arithmetic) {
        file = new WeightFile(description);
        this.arithmetic = arithmetic;
    }

    @Override
    public List<Work> works() {
        return List.of(new Work(Part.LOADING, 1, NO_PASS, this::load));
    }

    private void load() {
        try (Model model = file.open(arithmetic)) {
            model.parts().parameters().values().forEach(Tensor::detach); // asks for each, which reads it
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
