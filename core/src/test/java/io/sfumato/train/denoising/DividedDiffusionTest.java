package io.sfumato.train.denoising;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.condition.ClassLabel;
import io.sfumato.condition.Cue;
import io.sfumato.diffusion.Distance;
import io.sfumato.diffusion.LossWeighting;
import io.sfumato.diffusion.Noising;
import io.sfumato.diffusion.Uncertainty;
import io.sfumato.golden.Golden;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;
import io.sfumato.nn.Init;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.ReferenceConfig;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.DividedStage;
import io.sfumato.train.loop.Slice;
import io.sfumato.train.recipe.Denoising;
import io.sfumato.train.samples.LatentBatch;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A diffusion model of classes that two processes learn, in float64, where nothing of rounding is left. */
@Timeout(120)
class DividedDiffusionTest {
    private static final double NOTHING = 1e-9;
    private static final int SIDE = 8;
    private static final ReferenceConfig.Diffusion MODEL = (ReferenceConfig.Diffusion)
            ReferenceConfig.read(Golden.file("train-eps-l1-class", "config.yaml"), HeadRule.CONFIGURED);

    @TempDir
    private Path folder;

    @Test
    void twoProcessesLearnWhatOneDoes() {
        Map<String, double[]> one = DividedStage.train(1, folder.resolve("one"), (init, ensemble) -> classes(init));
        Map<String, double[]> two = DividedStage.train(2, folder.resolve("two"), (init, ensemble) -> classes(init));
        assertThat(one.keySet()).anyMatch(name -> name.startsWith("unet.")).anyMatch(name -> name.startsWith("class."));
        assertThat(DividedStage.distance(one, two)).isLessThan(NOTHING);
    }

    private static DividedStage.Lesson<LatentBatch> classes(Init init) {
        ModelParts parts = ModelParts.build(MODEL.description(), init, Tokenizers.NONE, DividedStage.PRECISION);
        Map<String, Tensor> weights = new LinkedHashMap<>(parts.parameters());
        weights.keySet().removeIf(name -> name.startsWith(ModelParts.FIRST_STAGE));
        Student student = new Student(parts, weights, Map.of(), new Uncertainty.None(), 0.1, OptionalDouble.empty());
        Denoising denoising = new Denoising(new LossWeighting.Uniform(), Distance.L2, Noising.PLAIN, 0);
        DenoisingLearner learner = new DenoisingLearner(
                "diffusion", denoising, MODEL.description().preconditioning(), student, DividedStage.PRECISION);
        return new DividedStage.Lesson<>(
                List.of(learner),
                DividedDiffusionTest::batch,
                List.of(parts.firstStage(), parts.conditioning().network(), parts.unet()));
    }

    private static LatentBatch batch(Slice slice) {
        List<Cue> cues = LongStream.range(slice.from(), slice.from() + slice.count())
                .<Cue>mapToObj(position -> new ClassLabel(position % 11))
                .toList();
        return new LatentBatch(
                slice.draws().normal("latents", Shape.of(3, SIDE, SIDE)).to(DividedStage.PRECISION), cues);
    }
}
