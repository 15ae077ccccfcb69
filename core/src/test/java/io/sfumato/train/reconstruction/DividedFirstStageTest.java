package io.sfumato.train.reconstruction;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.adversarial.AdversarialLoss;
import io.sfumato.adversarial.PatchDiscriminator;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.KlAutoencoder;
import io.sfumato.firststage.VqAutoencoder;
import io.sfumato.nn.Init;
import io.sfumato.tensor.Ensemble;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.train.DividedStage;
import io.sfumato.train.loop.Slice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** First stages that two processes learn, in float64, where nothing of rounding is left. */
@Timeout(120)
class DividedFirstStageTest {
    private static final double NOTHING = 1e-9;
    private static final AutoencoderSpec SIZES =
            new AutoencoderSpec(4, 16, 32, List.of(1), 1, Set.of(), AutoencoderSpec.Attention.SOFTMAX, 4, 4);

    @TempDir
    private Path folder;

    @Test
    void twoProcessesLearnWhatOneDoes() {
        Map<String, double[]> one = DividedStage.train(1, folder.resolve("one"), (init, ensemble) -> pixels(init));
        Map<String, double[]> two = DividedStage.train(2, folder.resolve("two"), (init, ensemble) -> pixels(init));
        assertThat(DividedStage.distance(one, two)).isLessThan(NOTHING);
    }

    private static DividedStage.Lesson<Tensor> pixels(Init init) {
        KlAutoencoder autoencoder = new FirstStageSpec.Kl(SIZES).build(init);
        Coding coding = new KlCoding(autoencoder, 1e-6, DividedStage.PRECISION);
        return new DividedStage.Lesson<>(
                List.of(new PixelLearner(coding, Map.of(), new PixelError(1))),
                slice -> pictures(slice, position -> position),
                List.of(autoencoder));
    }

    /**
     * A discriminator's batch norm sees the pictures of its own process alone. Where both processes have the same pictures, and nothing
     * is drawn for their codes, it sees what it would see of all.
     */
    @Test
    void soTheyDoWithADiscriminatorThatHasJoinedWhereItSeesTheSame() {
        Map<String, double[]> one = DividedStage.train(1, folder.resolve("one"), DividedFirstStageTest::adversarial);
        Map<String, double[]> two = DividedStage.train(2, folder.resolve("two"), DividedFirstStageTest::adversarial);
        assertThat(one).containsKeys("discriminator.main.0.weight", "discriminator.optimizer.main.0.weight.first");
        assertThat(DividedStage.distance(one, two)).isLessThan(NOTHING);
    }

    private static DividedStage.Lesson<Tensor> adversarial(Init init, Ensemble ensemble) {
        VqAutoencoder autoencoder = new FirstStageSpec.Vq(SIZES, 16).build(init);
        PatchDiscriminator discriminator = new PatchDiscriminator(3, 1, init);
        Coding coding = new VqCoding(autoencoder, VqCoding.REFERENCE, 1, DividedStage.PRECISION);
        AdversarialReconstruction judgement = new AdversarialReconstruction(
                Optional.empty(),
                discriminator,
                new AdversarialReconstruction.Opposition(AdversarialLoss.HINGE, 0.5, 0, ensemble::mean),
                AdversarialReconstruction.Reduction.MEAN);
        long half = DividedStage.BATCH / 2;
        return new DividedStage.Lesson<>(
                List.of(new AdversarialLearner(coding, Map.of(), judgement), new Critic(coding, judgement)),
                slice -> pictures(slice, position -> position / DividedStage.BATCH * half + position % half),
                List.of(autoencoder, discriminator));
    }

    /** @param which picture is at a position */
    private static Tensor pictures(Slice slice, LongUnaryOperator which) {
        try (Rng rng = Rng.seeded(slice.seed())) {
            List<Tensor> all = LongStream.range(slice.from(), slice.from() + slice.count())
                    .map(which)
                    .mapToObj(picture -> picture(rng, picture))
                    .toList();
            return Tensors.stack(0, all).to(DividedStage.PRECISION);
        }
    }

    private static Tensor picture(Rng rng, long number) {
        try (Rng own = rng.fork("picture", number)) {
            return own.uniform(Shape.of(3, 16, 16)).mul(2).sub(1);
        }
    }
}
