package io.sfumato.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sfumato.nn.WeightedLayer;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorException;
import io.sfumato.tensor.WeightLayout;
import io.sfumato.tensor.testkit.NoLeaks;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class ModelTest {
    private static final Fingerprint NO_FILE = Fingerprint.of(Path.of("no file"));

    @Test
    void weightsAreFreedWhereLayingThemOutFails() {
        assumeTrue(WeightLayout.PACKED.isAvailable(), "this processor has no use for weights that are laid out");
        Map<String, Tensor> built = new HashMap<>();
        Arithmetic fixed = Arithmetic.of(Placement.FLOAT32).fixed(WeightLayout.PACKED);
        assertThatThrownBy(() -> Model.load(
                        TinyModel.description(),
                        Tokenizers.NONE,
                        new Origin(NO_FILE, fixed, Adaptation.NONE),
                        parts -> {
                            built.putAll(parts.parameters());
                            parts.unet().modules().values().stream()
                                    .filter(WeightedLayer.class::isInstance)
                                    .reduce((before, last) -> last)
                                    .ifPresent(last -> ((WeightedLayer) last).adapt(x -> x));
                        }))
                .hasMessageContaining("has an adapter"); // after others were laid out
        built.forEach(
                (name, weight) -> assertThatThrownBy(weight::shape).as(name).isInstanceOf(TensorException.class));
    }
}
