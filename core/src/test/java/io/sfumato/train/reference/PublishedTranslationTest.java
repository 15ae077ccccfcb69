package io.sfumato.train.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.adversarial.AdversarialLoss;
import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.data.Framing;
import io.sfumato.data.degradation.Bsrgan;
import io.sfumato.data.degradation.Strength;
import io.sfumato.diffusion.Distance;
import io.sfumato.image.Resampling;
import io.sfumato.tensor.AdamW;
import io.sfumato.train.recipe.AverageRecipe;
import io.sfumato.train.recipe.ConditionerRecipe;
import io.sfumato.train.recipe.DataRecipe;
import io.sfumato.train.recipe.DiffusionRecipe;
import io.sfumato.train.recipe.FirstStageRecipe;
import io.sfumato.train.recipe.LearningRate;
import io.sfumato.train.recipe.Recipe;
import io.sfumato.train.recipe.Reconstruction;
import io.sfumato.train.recipe.Schedule;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every published training configuration, as the recipe that it means. */
class PublishedTranslationTest {
    private static final String STABLE_DIFFUSION = "sd__configs__stable-diffusion__v1-inference";

    private static final Set<String> NOT_TO_TRAIN_WITH = Set.of(
            "ldm__configs__latent-diffusion__cin256-v2",
            "ldm__configs__latent-diffusion__txt2img-1p4B-eval",
            "ldm__models__ldm__inpainting_big",
            "ldm__models__ldm__semantic_synthesis256",
            STABLE_DIFFUSION);

    @TempDir
    private Path folder;

    private static Wishes withClip(String name) {
        Wishes all = Published.all(name);
        return new Wishes(
                all.images(),
                all.data(),
                all.firstStage(),
                all.tokenizer(),
                Optional.of(Path.of("clip")),
                Wishes.RateScaling.BY_BATCH);
    }

    private Recipe recipe(String name) throws URISyntaxException {
        return recipe(name, Published.all(name));
    }

    private Recipe recipe(String name, Wishes wishes) throws URISyntaxException {
        Path file = Published.file(name);
        Recipe recipe = Published.recipe(file, wishes, folder);
        assertThat(ReferenceTraining.isOne(file)).isTrue();
        assertThat(recipe.seed()).isEqualTo(23);
        return recipe;
    }

    @ParameterizedTest
    @CsvSource({
        "kl-f4,  10, 4.5e-5, 50001, 0.5, 3, 1e-6, 384",
        "kl-f8,  4, 1.8e-5, 50001, 0.5, 3, 1e-6, 384",
        "kl-f16, 6, 2.7e-5, 50001, 0.5, 3, 1e-6, 384",
        "kl-f32, 6, 2.7e-5, 50001, 0.5, 3, 1e-6, 384",
        "vq-f4, 8, 3.6e-5, 0, 0.75, 3, 1, 0",
        "vq-f4-noattn, 8, 3.6e-5, 11, 0.75, 3, 1, 0",
        "vq-f8, 10, 4.5e-5, 1, 0.6, 2, 1, 384",
        "vq-f8-n256, 10, 4.5e-5, 250001, 0.75, 3, 1, 384",
        "vq-f16, 14, 6.3e-5, 250001, 0.75, 2, 1, 384"
    })
    void anAutoencoderLearnsAsPublished(
            String name, int batch, double rate, long start, double weight, int layers, double latentWeight, int side)
            throws URISyntaxException {
        Recipe recipe = recipe("ldm__models__first_stage_models__" + name);
        FirstStageRecipe.Learned learned = (FirstStageRecipe.Learned) recipe.firstStage();
        assertThat(learned.reconstruction())
                .isEqualTo(new Reconstruction.Adversarial(
                        1,
                        Optional.empty(),
                        new Reconstruction.Discriminator(start, weight, layers, AdversarialLoss.HINGE)));
        double price = learned instanceof FirstStageRecipe.Kl kl
                ? kl.klWeight()
                : ((FirstStageRecipe.Vq) learned).codebookWeight();
        assertThat(price).isEqualTo(latentWeight);
        Schedule schedule = learned.schedule();
        assertThat(schedule.batch()).isEqualTo(batch);
        assertThat(Published.peak(schedule.learningRate())).isCloseTo(rate, within(1e-12));
        assertThat(schedule.optimizer()).isEqualTo(new AdamW.Options(0.5, 0.9, 1e-8, 0));
        assertThat(schedule.average()).isEqualTo(new AverageRecipe.Exponential(0));
        assertThat(schedule.gradientClip()).isEqualTo(OptionalDouble.empty());
        OptionalInt scaled = side == 0 ? OptionalInt.empty() : OptionalInt.of(side);
        assertThat(recipe.data())
                .isEqualTo(new DataRecipe.Pictures(
                        "pictures",
                        new Framing(
                                256,
                                new Framing.Anywhere(scaled),
                                0,
                                side == 0 ? Resampling.BICUBIC : Resampling.TWO_NEAREST),
                        0.02));
        assertThat(recipe.diffusion()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "configs__latent-diffusion__celebahq-ldm-vq-4, 48, 9.6e-5, l2, 0.0195, Unconditional, FROZEN",
        "configs__latent-diffusion__ffhq-ldm-vq-4, 42, 8.4e-5, l2, 0.0195, Unconditional, FROZEN",
        "configs__latent-diffusion__lsun_bedrooms-ldm-vq-4, 48, 9.6e-5, l2, 0.0195, Unconditional, FROZEN",
        "configs__latent-diffusion__lsun_churches-ldm-kl-8, 96, 4.8e-3, l1, 0.0155, Unconditional, FROZEN",
        "configs__latent-diffusion__cin-ldm-vq-f8, 64, 6.4e-5, l2, 0.0195, ClassToken, TRAINED",
        "models__ldm__celeba256, 48, 9.6e-5, l2, 0.0195, Unconditional, FROZEN",
        "models__ldm__ffhq256, 42, 8.4e-5, l2, 0.0195, Unconditional, FROZEN",
        "models__ldm__lsun_beds256, 48, 9.6e-5, l2, 0.0195, Unconditional, FROZEN",
        "models__ldm__lsun_churches256, 96, 4.8e-3, l1, 0.0155, Unconditional, FROZEN",
        "models__ldm__cin256, 64, 6.4e-5, l2, 0.0195, ClassToken, TRAINED",
        "models__ldm__text2img256, 28, 5.6e-5, l2, 0.0195, Text, TRAINED",
        "models__ldm__layout2img-openimages256, 24, 4.8e-5, l1, 0.0205, Layout, TRAINED",
        "models__ldm__semantic_synthesis512, 8, 8e-6, l1, 0.0205, SemanticMap, TRAINED",
        "models__ldm__bsr_sr, 64, 6.4e-5, l2, 0.0155, LowResolution, FROZEN"
    })
    void aDiffusionModelLearnsAsPublished(
            String name, int batch, double rate, String loss, double end, String conditioner, String learning)
            throws URISyntaxException {
        Recipe recipe = recipe("ldm__" + name);
        DiffusionRecipe diffusion = recipe.diffusion().orElseThrow();
        Schedule schedule = diffusion.schedule();
        assertThat(schedule.batch()).isEqualTo(batch);
        assertThat(schedule.images()).isEqualTo(Published.IMAGES);
        assertThat(Published.peak(schedule.learningRate())).isCloseTo(rate, within(1e-12));
        assertThat(schedule.optimizer()).isEqualTo(AdamW.Options.DEFAULT);
        assertThat(schedule.average()).isEqualTo(new AverageRecipe.Exponential(0.9999));
        assertThat(diffusion.distance()).isEqualTo(loss.equals("l1") ? Distance.L1 : Distance.L2);
        assertThat(diffusion.boundWeight()).isZero();
        assertThat(diffusion.logVariance()).isEqualTo(new DiffusionRecipe.Fixed());
        assertThat(diffusion.conditionDropout()).isZero();
        assertThat(diffusion.conditionerLearning()).hasToString(learning);
        assertThat(diffusion.averaged())
                .as("what the reference's average covers, of class and text models too")
                .isEqualTo(DiffusionRecipe.Averaged.UNET);
        assertThat(kind(diffusion.conditioner())).isEqualTo(conditioner);
        assertThat(diffusion.preconditioning().table().schedule())
                .hasToString("ScaledLinear[start=0.0015, end=" + end + "]");
        assertThat(((FirstStageRecipe.Given) recipe.firstStage()).model()).isEqualTo("weights.ckpt");
        boolean churches = name.contains("churches");
        assertThat(diffusion.scaling() instanceof DiffusionRecipe.FirstBatch).isEqualTo(churches);
        assertThat(schedule.learningRate() instanceof LearningRate.WarmUpLinearCycles)
                .isEqualTo(churches);
    }

    /** The published file is one to use the model with: these are pictures to train it on. */
    private Recipe stableDiffusion(String learning, Wishes wishes) throws IOException, URISyntaxException {
        String text = Files.readString(Published.file(STABLE_DIFFUSION));
        assertThat(text).contains("cond_stage_trainable: false");
        String data = """
                data:
                  target: main.DataModuleFromConfig
                  params:
                    batch_size: 4
                    train:
                      target: ldm.data.previews.pytorch_dataset.PreviewsTrain
                      params:
                        size: 512
                """;
        Path file = Files.writeString(
                folder.resolve("sd.yaml"), text.replace("trainable: false", "trainable: " + learning) + "\n" + data);
        return Published.recipe(file, wishes, folder);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void stableDiffusionHearsAClipThatNeverLearns(String trainable) throws IOException, URISyntaxException {
        Recipe recipe = stableDiffusion(trainable, withClip(STABLE_DIFFUSION));
        DiffusionRecipe diffusion = recipe.diffusion().orElseThrow();
        assertThat(diffusion.conditioner())
                .isEqualTo(new ConditionerRecipe.GivenClip("clip", Optional.of("vocab.txt"), ClipTextSpec.VIT_L_14));
        assertThat(diffusion.conditionerLearning()).isEqualTo(DiffusionRecipe.Learning.FROZEN);
        assertThat(recipe.data()).isInstanceOf(DataRecipe.Captions.class);
        assertThatThrownBy(() -> stableDiffusion(trainable, Published.all(STABLE_DIFFUSION)))
                .hasMessageContaining("cond_stage_config reads words with a CLIP")
                .hasMessageContaining("--clip FOLDER")
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @ParameterizedTest
    @CsvSource({"ldm__models__ldm__cin256", "ldm__models__ldm__text2img256", "ldm__models__first_stage_models__kl-f8"})
    void aClipThatNobodyReadsWithIsRefused(String name) {
        assertThatThrownBy(() -> recipe(name, withClip(name)))
                .hasMessageContaining("--clip is clip, but this model reads no words with a CLIP. Leave it out");
    }

    @Test
    void whatHasNoEffectIsRefused() {
        Wishes all = Published.all("text2img");
        assertThatThrownBy(() -> recipe("ldm__models__ldm__cin256", all))
                .hasMessageContaining("--tokenizer is vocab.txt, but this model reads no words. Leave it out");
        assertThatThrownBy(() -> recipe("ldm__models__first_stage_models__kl-f8", all))
                .hasMessageContaining("--first-stage is weights.ckpt, but this model is a first stage itself, and"
                        + " starts from its ckpt_path. Leave it out");
    }

    private static String kind(ConditionerRecipe conditioner) {
        return conditioner.settled().orElseThrow().getClass().getSimpleName();
    }

    @Test
    void theRateOfChurchesIsTheBaseWhereItIsNotScaledAndRisesFor10000Steps() throws URISyntaxException {
        Wishes unscaled = Published.images(Wishes.RateScaling.NONE);
        Recipe recipe = recipe("ldm__configs__latent-diffusion__lsun_churches-ldm-kl-8", unscaled);
        LearningRate rate = recipe.diffusion().orElseThrow().schedule().learningRate();
        assertThat(rate.at(0, 100)).isCloseTo(5e-11, within(1e-20));
        assertThat(rate.at(5000, 100)).isCloseTo(2.5e-5, within(1e-9));
        assertThat(rate.at(10_000, 100)).isCloseTo(5e-5, within(1e-12));
        assertThat(rate.at(400_000, 100)).isCloseTo(5e-5, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({
        "models__ldm__celeba256, first_stage_config.params.ckpt_path is missing, --first-stage FILE",
        "models__first_stage_models__kl-f8, ldm.data.openimages.FullOpenImagesTrain, --data FOLDER",
        "models__ldm__bsr_sr, ldm.data.openimages.SuperresOpenImagesAdvancedTrain, --data FOLDER",
        "models__ldm__text2img256, ldm.data.previews.pytorch_dataset.PreviewsTrain, --data FOLDER"
    })
    void whatOnlyItsAuthorsHaveIsAskedFor(String name, String got, String cure) {
        assertThatThrownBy(() -> recipe("ldm__" + name, Published.IMAGES_ALONE))
                .hasMessageContaining(got)
                .hasMessageContaining(cure)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void superResolutionLearnsFromPartsOfPicturesThatBecameSmallAsInBsrgan() throws URISyntaxException {
        assertThat(recipe("ldm__models__ldm__bsr_sr").data())
                .isEqualTo(new DataRecipe.Shrunk(
                        "pictures",
                        new Framing(256, new Framing.Part(0.5, 1), 0, Resampling.AREA),
                        0.02,
                        4,
                        new Bsrgan(Strength.LIGHT)));
    }

    private Recipe degraded(String degradation) throws IOException, URISyntaxException {
        String text = Files.readString(Published.file("ldm__models__ldm__bsr_sr"));
        assertThat(text).contains("degradation: bsrgan_light");
        Path file = Files.writeString(
                folder.resolve("sr.yaml"), text.replace("degradation: bsrgan_light", "degradation: " + degradation));
        return Published.recipe(file, Published.all("bsr_sr"), folder);
    }

    @ParameterizedTest
    @CsvSource({
        "bsrgan, 'Bsrgan[strength=FULL]'",
        "pil_nearest, 'Resampled[resampling=NEAREST]'",
        "pil_bilinear, 'Resampled[resampling=BILINEAR]'",
        "pil_bicubic, 'Resampled[resampling=BICUBIC]'",
        "pil_box, 'Resampled[resampling=BOX]'",
        "pil_hamming, 'Resampled[resampling=HAMMING]'",
        "pil_lanczos, 'Resampled[resampling=LANCZOS]'",
        "cv_bilinear, 'Resampled[resampling=TWO_NEAREST]'",
        "cv_bicubic, 'Resampled[resampling=FOUR_NEAREST]'",
        "cv_area, 'Resampled[resampling=AREA]'"
    })
    void theReferencesOtherDegradationsAreKnownToo(String name, String expected)
            throws IOException, URISyntaxException {
        DataRecipe.Shrunk data = (DataRecipe.Shrunk) degraded(name).data();
        assertThat(data.degradation()).hasToString(expected);
    }

    @Test
    void aDegradationThatIsNotBuiltHereIsNamed() {
        assertThatThrownBy(() -> degraded("cv_lanczos"))
                .hasMessageContaining("data.params.train.params.degradation is cv_lanczos")
                .hasMessageContaining("expected one of bsrgan, bsrgan_light, cv_area");
    }

    @Test
    void everyPublishedConfigurationToTrainWithIsTranslated() throws IOException, URISyntaxException {
        Set<String> without = new TreeSet<>();
        for (String name : Published.names()) {
            try {
                assertThat(recipe(name).toYaml()).contains("first_stage:");
            } catch (RuntimeException e) {
                assertThat(e).hasMessageContaining(name + ".yaml: ");
                assertThat(e.getMessage().lines()).hasSize(1);
                without.add(name);
            }
        }
        assertThat(without).isEqualTo(NOT_TO_TRAIN_WITH);
    }
}
