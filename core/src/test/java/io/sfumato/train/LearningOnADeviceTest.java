package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.firststage.Autoencoder;
import io.sfumato.firststage.FirstStage;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.Tokenizers;
import io.sfumato.nn.Init;
import io.sfumato.perceptual.Backbone;
import io.sfumato.perceptual.PerceptualDistance;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.denoising.DiffusionTraining;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.loop.RunFolder;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.Silent;
import io.sfumato.train.loop.Slice;
import io.sfumato.train.loop.WithoutNumbers;
import io.sfumato.train.recipe.DiffusionRecipe;
import io.sfumato.train.recipe.FirstStageRecipe;
import io.sfumato.train.recipe.Recipe;
import io.sfumato.train.recipe.TrainingData;
import io.sfumato.train.reconstruction.FirstStageTraining;
import io.sfumato.train.samples.Cues;
import io.sfumato.train.samples.EncodedSamples;
import io.sfumato.train.samples.LatentCache;
import io.sfumato.train.samples.LatentOrigin;
import io.sfumato.train.samples.LatentSource;
import io.sfumato.train.samples.LatentWriter;
import io.sfumato.train.samples.SampleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything of new models that learns, on another device than the pictures that it learns from and all that is drawn. The device without
 * numbers stands for any: libtorch refuses to mix most of its tensors with those of main memory.
 */
@ExtendWith(NoLeaks.class)
class LearningOnADeviceTest {
    private static final Device ELSEWHERE = Device.META;
    private static final String KL = "kl\n  kl_weight: 1.0e-6";
    private static final String VQ = "vq\n  codes: 16\n  codebook_weight: 1";

    @TempDir
    private Path folder;

    private final WithoutNumbers conduct = new WithoutNumbers();

    @BeforeEach
    void writeData() throws IOException {
        TinyKinds.write(folder);
    }

    /** A recipe with what it is trained on. */
    private final class Run implements AutoCloseable {
        final Recipe recipe;
        final RunData data;
        final RunContext context;
        private final Rng seed = Rng.seeded(5);

        Run(String text, DType precision) throws IOException {
            Path file = Files.writeString(folder.resolve("recipe.yaml"), text);
            Files.createDirectories(folder.resolve("run"));
            recipe = Recipe.read(file).resolved(file);
            TrainingData trainedOn = TrainingData.open(recipe);
            data = new RunData(trainedOn, recipe.seed(), RunData.Keeping.NOTHING, broken -> {});
            context = new RunContext(
                    new RunFolder(folder.resolve("run")),
                    new Placement(ELSEWHERE, precision),
                    seed,
                    conduct,
                    Session.alone(ELSEWHERE, new Silent()));
        }

        FirstStageSpec firstStage() {
            return recipe.firstStageSpec(folder.resolve("recipe.yaml"));
        }

        Tokenizers tokenizers() {
            return new Vocabulary(context, data)
                    .tokenizers(recipe.diffusion().orElseThrow().conditioner());
        }

        @Override
        public void close() {
            seed.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void aFirstStageLearnsFromPixels(DType precision) throws IOException {
        for (String kind : List.of(KL, VQ)) {
            learnFirstStage(TinyKinds.firstStage(kind, "{type: pixels, square_weight: 1}"), precision);
        }
        assertThat(conduct.learned())
                .containsExactly("autoencoder: autoencoder in step 0", "autoencoder: autoencoder in step 0");
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, vanilla", "BFLOAT16, hinge"})
    void soItDoesFromLooksAndADiscriminatorThatJoins(DType precision, String loss) throws IOException {
        Path recogniser = recogniser();
        for (String kind : List.of(KL, VQ)) {
            String adversarial = "{type: adversarial, perceptual_weight: 1, recogniser: {backbone: vgg16, features: '"
                    + recogniser + "', weights: '" + recogniser
                    + "'}, discriminator: {start: 2, weight: 0.5, layers: 1, loss: " + loss + "}}";
            learnFirstStage(TinyKinds.firstStage(kind, adversarial), precision);
        }
        List<String> once = List.of(
                "autoencoder: autoencoder in step 0",
                "autoencoder: autoencoder in step 2",
                "autoencoder: discriminator in step 2");
        assertThat(conduct.learned().subList(0, 3)).isEqualTo(once);
        assertThat(conduct.learned().subList(3, 6)).isEqualTo(once);
    }

    /** One file with features and weights. */
    private Path recogniser() {
        Path file = folder.resolve("recogniser.safetensors");
        try (PerceptualDistance distance = new PerceptualDistance(Backbone.VGG16, Init.blank(), Placement.FLOAT32)) {
            Safetensors.write(file, distance.parameters(), Map.of());
        }
        return file;
    }

    /** To where its numbers are written. */
    private void learnFirstStage(String firstStage, DType precision) throws IOException {
        try (Run run = new Run(TinyKinds.recipe(folder, Told.NOTHING, firstStage), precision);
                SampleSource train = run.data.shuffled(0);
                OptionalSource heldOut = new OptionalSource(run.data.heldOut())) {
            FirstStageRecipe.Learned recipe = (FirstStageRecipe.Learned) run.recipe.firstStage();
            FirstStageTraining training =
                    new FirstStageTraining(recipe, run.firstStage(), run.context.compute(), run.context);
            WithoutNumbers.ask(() -> training.learn(new FirstStageTraining.Lessons(train, heldOut.source())));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDiffusionModelLearnsWhateverItIsTold(Told told) throws IOException {
        String recomputed = TinyKinds.recipe(folder, told, TinyKinds.KL).replace("accumulation: 2", "accumulation: 1");
        learnFromLatentsOfThere(recomputed, DType.FLOAT32);
        learnFromLatentsOfHere(recomputed.replace("activations: recomputed", "activations: kept"), DType.BFLOAT16);
        assertThat(conduct.learned())
                .containsExactly("diffusion: diffusion in step 0", "diffusion: diffusion in step 0");
    }

    @Test
    void soDoesATextEncoderWithItsSketch() throws IOException {
        String recipe = TinyTraining.recipe(TinyTraining.writePictures(folder.resolve("pictures"), 2));
        learnFromLatentsOfThere(recipe.replace("flip: 0", "flip: 0.5"), DType.BFLOAT16);
        learnFromLatentsOfHere(recipe, DType.FLOAT32);
        List<String> once = List.of("sketch: sketch in step 0", "diffusion: diffusion in step 0");
        assertThat(conduct.learned().subList(0, 2)).isEqualTo(once);
        assertThat(conduct.learned().subList(2, 4)).isEqualTo(once);
    }

    /** From pictures that are encoded as it goes, on the device. */
    private void learnFromLatentsOfThere(String text, DType precision) throws IOException {
        String given =
                text.replaceFirst("scaling: \\{type: \\w+}", "scaling: {type: given, numbers: {shift: 0, scale: 1}}");
        try (Run run = new Run(given, precision);
                Autoencoder there = run.firstStage().build(Init.blank(ELSEWHERE));
                Tokenizers tokenizers = run.tokenizers()) {
            new LatentTraining(run.recipe, run.context, run.data, there).train(tokenizers);
        }
    }

    /** From latents in main memory, as those are that were kept. */
    private void learnFromLatentsOfHere(String text, DType precision) throws IOException {
        try (Run run = new Run(text, precision);
                Autoencoder here = run.firstStage().build(Init.blank());
                Autoencoder there = run.firstStage().build(Init.blank(ELSEWHERE));
                SampleSource train = run.data.shuffled(1);
                OptionalSource heldOut = new OptionalSource(run.data.heldOut());
                Tokenizers tokenizers = run.tokenizers()) {
            DiffusionRecipe diffusion = run.recipe.diffusion().orElseThrow();
            ModelDescription model = description(run, diffusion, tokenizers);
            Cues cues = Conditioners.cues(model.conditioner(), diffusion.conditionDropout());
            FirstStage encoding = here.firstStage(LatentScaling.NONE, Placement.FLOAT32);
            LatentSource latents = new EncodedSamples(train, encoding, cues);
            new DiffusionTraining(diffusion, model, run.context, run.context.compute())
                    .train(new DiffusionTraining.Material(
                            latents, heldOut.encoded(encoding, cues, latents), run.data.parts(), there, tokenizers));
        }
    }

    private static ModelDescription description(Run run, DiffusionRecipe diffusion, Tokenizers tokenizers) {
        ConditionerSpec conditioner = Conditioners.of(diffusion.conditioner(), tokenizers);
        return new ModelDescription(
                ModelDescription.VERSION,
                "tiny",
                run.firstStage(),
                LatentScaling.NONE,
                conditioner,
                diffusion.model(),
                diffusion.preconditioning(),
                diffusion.defaults(),
                List.of(),
                Optional.empty(),
                Map.of());
    }

    /** Where they are kept, they are brought to main memory, which they cannot be here. */
    @Test
    void picturesAreEncodedThere() throws IOException {
        for (String kind : List.of(KL, VQ)) {
            String text = TinyKinds.firstStage(kind, "{type: pixels, square_weight: 1}");
            try (Run run = new Run(TinyKinds.recipe(folder, Told.NOTHING, text), DType.FLOAT32);
                    Autoencoder there = run.firstStage().build(Init.blank(ELSEWHERE));
                    SampleSource pictures = run.data.inOrder()) {
                EncodedSamples encoded = new EncodedSamples(
                        pictures,
                        there.firstStage(LatentScaling.NONE, run.context.compute()),
                        new Cues(0, Optional.empty(), 0));
                assertThat(encoded.of(new Slice(0, 0, 2, 1)).clean().placement())
                        .isEqualTo(Placement.FLOAT32.on(ELSEWHERE));
                LatentWriter.Encoding encoding = new LatentWriter.Encoding(
                        there, run.context.compute(), run.context.session().stop(), done -> {});
                Path file = folder.resolve("latents.safetensors");
                LatentCache.Expected expected =
                        new LatentCache.Expected(new LatentOrigin("", ""), pictures.count(), Shape.of(1, 4, 4, 4));
                WithoutNumbers.ask(() -> LatentWriter.write(file, encoding, pictures, expected));
            }
        }
    }
}
