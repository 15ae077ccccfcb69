package io.sfumato.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.condition.text.TextTransformerSpec;
import io.sfumato.model.Arithmetic;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelFolder;
import io.sfumato.nn.Init;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Meter;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Processor;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.unet.UNet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class BenchmarkTest {
    private static final int STEPS = 2;
    private static final int TRAINING_BATCH = 3;

    private static final List<String> HEARD = new ArrayList<>();
    private static BenchmarkReport report;

    @BeforeAll
    static void run() {
        BenchmarkPlan plan = new BenchmarkPlan(
                BenchmarkSize.EMOJI_128,
                Arithmetic.of(Placement.FLOAT32),
                EnumSet.allOf(Part.class),
                2,
                STEPS,
                TRAINING_BATCH);
        report = Benchmark.run(plan, new BenchmarkListener() {
            @Override
            public void begins(Part part, int batch, int times) {
                HEARD.add(part + " of " + batch + ", " + times + " times");
            }

            @Override
            public void done(int times, double seconds) {
                HEARD.add("done " + times);
            }
        });
    }

    private static Row row(Part part, int batch) {
        return report.rows().stream()
                .filter(row -> row.part() == part && row.batch() == batch)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyPartIsTimed() {
        assertThat(report.rows())
                .extracting(Row::part)
                .containsExactly(
                        Part.LOADING,
                        Part.CONDITIONER,
                        Part.UNET,
                        Part.UNET,
                        Part.ENCODE,
                        Part.DECODE,
                        Part.PICTURE,
                        Part.TRAINING);
        assertThat(report.rows()).allSatisfy(row -> {
            assertThat(row.seconds().fastest()).isPositive();
            assertThat(row.seconds().median())
                    .isBetween(row.seconds().fastest(), row.seconds().slowest());
        });
        assertThat(HEARD).startsWith("loading of 1, 2 times", "done 1", "done 2", "conditioner of 1, 2 times");
    }

    @Test
    void operationsAreThoseOfTheClosedForm() {
        ModelDescription description = BenchmarkSize.EMOJI_128.description();
        TextTransformerSpec transformer =
                ((ConditionerSpec.Text) description.conditioner()).sizes().transformer();
        double layersOfResidualBlocks = 0.01; // of the noise level, which the closed form leaves out
        double unet = ClosedForm.operations(description.unet(), 16, transformer.window());
        assertThat(row(Part.UNET, 1).operations()).isCloseTo(unet, within(layersOfResidualBlocks * unet));
        double text = ClosedForm.operations(transformer, transformer.window());
        double sketch = 2.0 * (256 * 512 + 8 * 512 * 512 + 512 * 2048);
        assertThat(row(Part.CONDITIONER, 1).operations()).isCloseTo(text + sketch, within(0.001 * text));
    }

    @Test
    void operationsGrowWithWhatIsDone() {
        double one = row(Part.UNET, 1).operations();
        double words = row(Part.CONDITIONER, 1).operations();
        double pixels = row(Part.DECODE, 1).operations();
        assertThat(row(Part.UNET, 2).operations()).isEqualTo(2 * one);
        assertThat(row(Part.TRAINING, TRAINING_BATCH).operations()).isEqualTo(3 * TRAINING_BATCH * (one + words));
        double memories = 2 * 2.0 * 20 * 256 * (3 * 128 + 4 * 256); // keys and values of 20 tokens, in seven attentions
        assertThat(row(Part.PICTURE, 1).operations())
                .isEqualTo(STEPS * 2 * (one - memories) + 2 * memories + 2 * words + pixels);
        assertThat(row(Part.LOADING, 1).operations()).isZero();
    }

    @Test
    void theKindsOfARowAreItsTime() {
        Row row = row(Part.UNET, 2);
        assertThat(row.kinds().costs())
                .containsOnlyKeys(
                        Meter.Kind.CONVOLUTION,
                        Meter.Kind.POINTWISE,
                        Meter.Kind.LINEAR,
                        Meter.Kind.ATTENTION,
                        Meter.Kind.NORM,
                        Meter.Kind.ACTIVATION);
        assertThat(row.kinds().rest()).isBetween(0.0, 0.9 * row.kinds().seconds());
        assertThat(row.kinds().seconds())
                .isBetween(row.seconds().fastest(), row.seconds().slowest());
    }

    @Test
    void sharesAreOfTheProductInTheSamePrecision() {
        assertThat(report.products().containsKey(DType.BFLOAT16)).isEqualTo(Processor.multipliesBfloat16());
        Row row = row(Part.UNET, 2);
        assertThat(report.share(row)).isEqualTo(row.rate() / report.products().get(DType.FLOAT32));
        assertThat(row.rate()).isEqualTo(row.operations() / row.seconds().median());
    }

    /** Parameters of the U-Nets; but for the first, those of the reference built from its published configurations. */
    @ParameterizedTest
    @CsvSource({
        "EMOJI_128, 17458440",
        "LDM_CELEBAHQ, 274056163",
        "LDM_CIN, 400920579",
        "SD_V1, 859520964",
    })
    void everySizeIsThatOfItsModel(BenchmarkSize size, long parameters) {
        ModelDescription description = size.description();
        assertThat(description.name()).isEqualTo(size.spelling());
        assertThat(BenchmarkSize.parse(size.spelling())).isSameAs(size);
        Init nowhere = new Init.Blank(new Placement(Device.META, DType.FLOAT32));
        try (UNet unet = new UNet(description.unet(), nowhere)) {
            assertThat(unet.parameterCount()).isEqualTo(parameters);
        }
    }

    @Test
    void theSmallSizeIsTheModelThatComesWithThisProgram() {
        ModelDescription ours = BenchmarkSize.EMOJI_128.description();
        ModelDescription shipped = ModelFolder.description(Path.of("../models/emoji-128"));
        assertThat(ours.firstStage()).isEqualTo(shipped.firstStage());
        assertThat(ours.conditioner()).isEqualTo(shipped.conditioner());
        assertThat(ours.unet()).isEqualTo(shipped.unet());
        assertThat(ours.preconditioning()).isEqualTo(shipped.preconditioning());
        assertThat(ours.defaults()).isEqualTo(shipped.defaults());
    }

    /** Under {@link NoLeaks}, what every part leaves behind. */
    @Test
    void nothingIsLeftOfWhatWasTimed() {
        Benchmark.run(
                new BenchmarkPlan(
                        BenchmarkSize.EMOJI_128, Arithmetic.of(Placement.FLOAT32), EnumSet.allOf(Part.class), 1, 1, 1),
                new BenchmarkListener() {
                    @Override
                    public void begins(Part part, int batch, int times) {}

                    @Override
                    public void done(int times, double seconds) {}
                });
    }

    @Test
    void whatASizeDoesNotHaveIsNotTimed() {
        assertThat(BenchmarkSize.LDM_CELEBAHQ.usualParts()).doesNotContain(Part.CONDITIONER, Part.TRAINING);
        assertThatThrownBy(() -> new BenchmarkPlan(
                        BenchmarkSize.LDM_CELEBAHQ,
                        Arithmetic.of(Placement.FLOAT32),
                        Set.of(Part.CONDITIONER),
                        1,
                        STEPS,
                        1))
                .hasMessage("ldm-celebahq has no conditioner: it hears nothing");
    }

    @Test
    void aStableDiffusionStepTakesWhatIsKnown() {
        ModelDescription description = BenchmarkSize.SD_V1.description();
        assertThat(2 * ClosedForm.operations(description.unet(), 64, 77)).isCloseTo(1.61e12, within(0.01e12));
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(Timing.of(new double[] {4, 1, 3, 9})).isEqualTo(new Timing(3.5, 1, 9));
        assertThat(Timing.of(new double[] {5, 1, 3})).isEqualTo(new Timing(3, 1, 5));
        assertThat(Timing.of(new double[] {5, 1, 3}).typical(new double[] {5, 1, 3}))
                .isEqualTo(2);
    }

    @Test
    void aPlanThatCannotBeCarriedOutIsRefused() {
        assertThatThrownBy(() -> new BenchmarkPlan(
                        BenchmarkSize.SD_V1, Arithmetic.of(Placement.FLOAT32), Set.of(Part.UNET), 0, STEPS, 1))
                .hasMessage("repeats is 0, expected 1 to 1000");
        assertThatThrownBy(() -> BenchmarkSize.parse("sd-v9"))
                .hasMessage("'sd-v9' is not a size, expected emoji-128, ldm-celebahq, ldm-cin, sd-v1");
    }
}
