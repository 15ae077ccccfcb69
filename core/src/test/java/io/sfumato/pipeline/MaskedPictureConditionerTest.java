package io.sfumato.pipeline;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.condition.ConditionException;
import io.sfumato.condition.Cue;
import io.sfumato.condition.MaskedPicture;
import io.sfumato.condition.Nothing;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.firststage.KlAutoencoder;
import io.sfumato.firststage.KlFirstStage;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.nn.Init;
import io.sfumato.nn.RandomWeights;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class MaskedPictureConditionerTest {
    private static final AutoencoderSpec SPEC =
            new AutoencoderSpec(1, 16, 32, List.of(1, 1), 1, Set.of(), AutoencoderSpec.Attention.SOFTMAX, 3, 4);

    private static void with(Consumer<MaskedPictureConditioner> work) {
        try (KlAutoencoder autoencoder = new KlAutoencoder(SPEC, new Init.Blank(Placement.FLOAT32))) {
            RandomWeights.fill(autoencoder.parameters(), 1);
            autoencoder.freeze();
            work.accept(
                    new MaskedPictureConditioner(new KlFirstStage(autoencoder, LatentScaling.NONE, Placement.FLOAT32)));
        }
    }

    private static MaskedPicture masked(long seed) {
        try (Rng rng = Rng.seeded(seed)) {
            Tensor hole = Tensors.cat(
                    2,
                    Tensors.full(Shape.of(1, 16, 8), 1, Placement.FLOAT32),
                    Tensors.full(Shape.of(1, 16, 8), -1, Placement.FLOAT32)); // the left half
            return new MaskedPicture(rng.normal(Shape.of(3, 16, 16)).clamp(-1, 1), hole);
        }
    }

    @Test
    void aCueThatWasCondensedMeansTheSame() {
        with(conditioner -> {
            List<MaskedPicture> pictures = List.of(masked(1), masked(2));
            List<Cue> condensed =
                    pictures.stream().<Cue>map(conditioner::condensed).toList();
            Tensor expected = conditioner.encode(pictures).concat().orElseThrow(); // [2, 5, 8, 8]
            assertClose(conditioner.encode(condensed).concat().orElseThrow(), expected, 1e-6);
            assertClose(expected.select(1, 4).select(2, 0), Tensors.full(Shape.of(2, 8), 1, Placement.FLOAT32), 0);
        });
    }

    @Test
    void anythingElseIsRefused() {
        with(conditioner -> assertThatThrownBy(() -> conditioner.condensed(new Nothing()))
                .isInstanceOf(ConditionException.class)
                .hasMessage("this model is told a masked picture, got a nothing"));
    }
}
