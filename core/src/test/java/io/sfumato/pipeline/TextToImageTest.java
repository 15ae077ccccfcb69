package io.sfumato.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.condition.Caption;
import io.sfumato.condition.Condition;
import io.sfumato.condition.Conditioner;
import io.sfumato.condition.Cue;
import io.sfumato.diffusion.BetaSchedule;
import io.sfumato.diffusion.EpsPrediction;
import io.sfumato.diffusion.Network;
import io.sfumato.diffusion.NoiseTable;
import io.sfumato.diffusion.Preconditioned;
import io.sfumato.firststage.FirstStage;
import io.sfumato.firststage.Latents;
import io.sfumato.image.Pixels;
import io.sfumato.sampling.SamplerChoice;
import io.sfumato.sampling.SamplerName;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pipeline asks of its parts, which are simple ones here: a condition is the length of the text. */
@ExtendWith(NoLeaks.class)
class TextToImageTest {
    private static final NoiseTable TABLE = NoiseTable.of(new BetaSchedule.ScaledLinear(0.0015, 0.0195), 100);

    private record Lengths() implements Conditioner {
        @Override
        public Condition encode(List<? extends Cue> cues) {
            double[] lengths = cues.stream()
                    .mapToDouble(cue -> ((Caption) cue).text().length())
                    .toArray();
            return Condition.none().withVector(Tensors.of(lengths, Shape.of(lengths.length, 1)));
        }

        @Override
        public Optional<String> unheard(Cue cue) {
            String text = ((Caption) cue).text();
            return text.length() > 20 ? Optional.of(text.substring(20)) : Optional.empty();
        }
    }

    /** One latent for each square of four pixels. */
    private record Squares(double brightness) implements FirstStage {
        @Override
        public Latents encode(Pixels pixels, Rng rng) {
            throw new AssertionError("nothing is to be encoded");
        }

        @Override
        public Latents encode(Pixels pixels, Draws draws) {
            throw new AssertionError("nothing is to be encoded");
        }

        @Override
        public Tensor code(Pixels pixels) {
            throw new AssertionError("nothing is to be encoded");
        }

        @Override
        public Pixels decode(Latents latents) {
            return new Pixels(Functional.upsampleNearest(latents.nchw()).mul(brightness));
        }

        @Override
        public int factor() {
            return 2;
        }

        @Override
        public int channels() {
            return 3;
        }
    }

    /** What the listener heard, in words. */
    private static final class Heard implements GenerationListener {
        final List<String> steps = new ArrayList<>();
        final List<String> pictures = new ArrayList<>();
        final List<String> warnings = new ArrayList<>();
        final List<BufferedImage> images = new ArrayList<>();

        @Override
        public void step(int done, int of) {
            steps.add(done + "/" + of);
        }

        @Override
        public void picture(int index, long seed, BufferedImage image) {
            pictures.add(index + ":" + seed);
            images.add(image);
        }

        @Override
        public void warning(String text) {
            warnings.add(text);
        }
    }

    private final List<String> calls = new ArrayList<>();
    private final Heard heard = new Heard();

    private TextToImage pipeline() {
        return pipeline(0.5, new Squares(1), Placement.FLOAT32);
    }

    /** Whose network says {@code predicted} times what it sees. */
    private TextToImage pipeline(double predicted, Squares squares, Placement compute) {
        Network network = (input, level, condition) -> {
            Tensor lengths = condition.vector().orElseThrow();
            List<String> asked = new ArrayList<>();
            for (double length : lengths.toDoubles()) {
                asked.add(Integer.toString((int) length));
            }
            calls.add(String.join(",", asked));
            return input.mul(predicted);
        };
        return new TextToImage(new LatentDiffusion(
                new Lengths(), new Preconditioned(network, new EpsPrediction(TABLE)), TABLE, squares, compute, 4));
    }

    private static GenerationRequest request(String prompt, String negative, int count, int batch, double guidance) {
        return new GenerationRequest(
                prompt,
                count,
                new GenerationSettings(
                        negative,
                        40,
                        batch,
                        16,
                        8,
                        2,
                        guidance,
                        OptionalDouble.empty(),
                        SamplerChoice.of(SamplerName.EULER)));
    }

    private static GenerationRequest request(int width, int height, int steps, double eta, SamplerName sampler) {
        return new GenerationRequest(
                "apple",
                1,
                new GenerationSettings(
                        "", 40, 1, width, height, steps, 4, OptionalDouble.of(eta), SamplerChoice.of(sampler)));
    }

    @Test
    void guidanceAsksForBothHalvesAtOnce() {
        pipeline().generate(request("apple", "no", 2, 2, 4), heard);
        assertThat(calls).as("one call a step, the unwanted half first").containsExactly("2,2,5,5", "2,2,5,5");
    }

    @Test
    void guidanceOneAsksForTheWantedHalfAlone() {
        pipeline().generate(request("apple", "no", 2, 2, 1), heard);
        assertThat(calls).containsExactly("5,5", "5,5");
    }

    @Test
    void guidanceZeroStillAsksForBoth() {
        pipeline().generate(request("apple", "", 1, 1, 0), heard);
        assertThat(calls).containsExactly("0,5", "0,5");
    }

    @Test
    void picturesComeInOrderWithTheirSeeds() {
        pipeline().generate(request("apple", "", 5, 2, 1), heard);
        assertThat(heard.pictures).containsExactly("0:40", "1:41", "2:42", "3:43", "4:44");
        assertThat(heard.steps).containsExactly("1/6", "2/6", "3/6", "4/6", "5/6", "6/6");
        assertThat(calls).as("the last batch is as small as it needs to be").endsWith("5", "5");
        assertThat(heard.images).allMatch(image -> image.getWidth() == 16 && image.getHeight() == 8);
        assertThat(heard.warnings).isEmpty();
    }

    @Test
    void everyPromptOfSeveralGetsItsPicture() {
        List<String> prompts = List.of("a", "bb", "ccc");
        pipeline().generate(prompts, request("not read", "", 1, 2, 1).settings(), heard);
        assertThat(calls).containsExactly("1,2", "1,2", "3", "3");
        assertThat(heard.pictures).containsExactly("0:40", "1:41", "2:42");
        assertThat(heard.steps).endsWith("4/4");
    }

    @Test
    void whatIsNotReadIsSaid() {
        pipeline().generate(request("a prompt of some length", "and a negative prompt", 1, 1, 1), heard);
        assertThat(heard.warnings)
                .containsExactly(
                        "prompt is too long for this model: it does not read \"gth\"",
                        "negative prompt is too long for this model: it does not read \"t\"");
    }

    @Test
    void aSizeThatTheNetworksCannotHalveIsRefused() {
        assertThatThrownBy(() -> pipeline().generate(request(20, 16, 2, 0, SamplerName.DDIM), heard))
                .isInstanceOf(RequestException.class)
                .hasMessage("size is 20 x 16, expected multiples of 8 for this model");
        assertThat(calls).isEmpty();
    }

    @Test
    void aSamplerIsNotAskedForWhatItCannotDo() {
        assertThatThrownBy(() -> pipeline().generate(request(16, 16, 2, 0.5, SamplerName.HEUN), heard))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("eta is 0.5")
                .hasMessageContaining("heun");
        assertThatThrownBy(() -> pipeline().generate(request(16, 16, 101, 0, SamplerName.DDIM), heard))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("101 sampling steps")
                .hasMessageContaining("100");
        assertThat(calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FLOAT16 | computed in float16. Its range ends at 65504, which this model leaves: choose --precision bfloat16 or float32",
                "FLOAT32 | computed in float32. Expected finite ones: are the weights of the model those that were trained?"
            })
    void whatIsNoPictureIsNotHandedOn(DType precision, String complaint) {
        Placement compute = new Placement(Device.CPU, precision);
        for (TextToImage broken : List.of(
                pipeline(Double.NaN, new Squares(1), compute),
                pipeline(Double.POSITIVE_INFINITY, new Squares(1), compute),
                pipeline(0.5, new Squares(Double.POSITIVE_INFINITY), compute))) {
            assertThatThrownBy(() -> broken.generate(request("apple", "", 2, 2, 1), heard))
                    .isInstanceOf(NoPictureException.class)
                    .hasMessageContaining("infinite or none, " + complaint);
        }
        assertThat(heard.pictures).isEmpty();
    }

    @Test
    void aListenerMayStopTheWork() {
        long before = Pointer.totalCount();
        GenerationListener impatient = new GenerationListener() {
            @Override
            public void step(int done, int of) {
                throw new IllegalStateException("enough");
            }

            @Override
            public void picture(int index, long seed, BufferedImage image) {
                throw new AssertionError("there is no picture yet");
            }

            @Override
            public void warning(String text) {
                throw new AssertionError(text);
            }
        };
        assertThatThrownBy(() -> pipeline().generate(request("apple", "", 1, 1, 4), impatient))
                .hasMessage("enough");
        assertThat(Pointer.totalCount()).isEqualTo(before);
        pipeline().generate(request("apple", "", 1, 1, 4), heard);
        assertThat(heard.images).hasSize(1);
    }
}
