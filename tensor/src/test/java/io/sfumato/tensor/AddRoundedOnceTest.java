package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.testkit.NoLeaks;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Small numbers added to weights in a file of higher precision. */
@ExtendWith(NoLeaks.class)
class AddRoundedOnceTest {
    private static final Shape SHAPE = Shape.of(3);

    /** Between 1 and the next number of bfloat16, 1 + 2⁻⁷: a quarter and three eighths of the way, and 1 itself. */
    private static final float[] FINE = {1 + 0x1p-9f, 1 + 3 * 0x1p-10f, 1};

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeWeights() {
        file = folder.resolve("weights.safetensors");
        Safetensors.write(file, Map.of("weight", Tensors.of(FINE, SHAPE)), Map.of());
    }

    @Test
    void theNumbersOfTheFileCountAndNotWhatThePrecisionLeavesOfThem() {
        Tensor weight = inFile(Placement.BFLOAT16);
        Tensor small = Tensors.full(SHAPE, 0x1p-9, Placement.FLOAT32);
        weight.addRoundedOnceInPlace(small);
        assertThat(weight.dtype()).isEqualTo(DType.BFLOAT16);
        assertThat(weight.toFloats()).containsExactly(1, 1 + 0x1p-7f, 1); // rounded to even, up, and down
        assertThat(inFile(Placement.BFLOAT16).add(small.to(DType.BFLOAT16)).toFloats())
                .containsExactly(1, 1, 1);
    }

    @Test
    void weightsThatAreReadAlreadyAreAddedTo() {
        Tensor weight = inFile(Placement.FLOAT32);
        assertThat(weight.toFloats()).containsExactly(FINE);
        weight.addRoundedOnceInPlace(Tensors.full(SHAPE, 1, Placement.FLOAT32));
        assertThat(weight.toFloats()).containsExactly(FINE[0] + 1, FINE[1] + 1, 2);
        assertThat(inFile(Placement.FLOAT32).toFloats()).containsExactly(FINE); // the file stays
        weight.mulInPlace(2);
        assertThat(weight.toFloats()[2]).isEqualTo(4);
    }

    @Test
    void whatIsAddedIsBroughtToTheWeight() {
        Tensor weight = inFile(Placement.BFLOAT16.on(Device.META));
        weight.addRoundedOnceInPlace(Tensors.full(SHAPE, 1, Placement.FLOAT32));
        assertThat(weight.placement()).isEqualTo(Placement.BFLOAT16.on(Device.META));
    }

    @Test
    void aViewIsRefused() {
        Tensor weight = inFile(Placement.FLOAT32);
        weight.toFloats();
        Tensor view = weight.narrow(0, 0, 1);
        assertThatThrownBy(() -> view.addRoundedOnceInPlace(Tensors.full(Shape.of(1), 1, Placement.FLOAT32)))
                .hasMessageContaining("a view of a tensor that lies in a file");
    }

    private Tensor inFile(Placement placement) {
        try (TensorArchive archive = Safetensors.open(file)) {
            Tensor weight = Tensors.empty(SHAPE, placement);
            archive.fillLater("weight", weight);
            return weight;
        }
    }
}
