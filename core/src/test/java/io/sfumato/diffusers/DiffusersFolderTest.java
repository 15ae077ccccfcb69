package io.sfumato.diffusers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.diffusion.BetaSchedule;
import io.sfumato.diffusion.EpsPrediction;
import io.sfumato.diffusion.NoiseTable;
import io.sfumato.diffusion.VPrediction;
import io.sfumato.diffusion.X0Prediction;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelException;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.ReferenceConfig;
import io.sfumato.unet.UNetSpec;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What configurations of diffusers mean. */
class DiffusersFolderTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "stable-diffusion-v1, sd__configs__stable-diffusion__v1-inference",
        "ldm-text2im-large-256, ldm__configs__latent-diffusion__txt2img-1p4B-eval",
        "ldm-celebahq-256, ldm__models__ldm__celeba256",
        "ldm-super-resolution, ldm__models__ldm__bsr_sr"
    })
    void aPublishedFolderIsTheReferencesModel(String name, String config) {
        ModelDescription found =
                DiffusersFolder.read(LibraryConfigs.folder(name)).description();
        ModelDescription expected = reference(config);
        assertThat(found.unet())
                .usingRecursiveComparison()
                .ignoringFields("attentionFactors") // some name factors that no level has
                .isEqualTo(expected.unet());
        assertThat(expected.unet().attentionFactors()).containsAll(found.unet().attentionFactors());
        assertThat(found.unet().attentionFactors())
                .containsAll(expected.unet().attentionFactors().stream()
                        .filter(factor -> factor <= expected.unet().factor())
                        .toList());
        assertThat(found.firstStage())
                .usingRecursiveComparison()
                .ignoringFields("sizes.resolution") // of training; it places attention, and here no level has any
                .isEqualTo(expected.firstStage());
        assertThat(found.scaling()).isEqualTo(expected.scaling());
        assertThat(found.conditioner()).isEqualTo(expected.conditioner());
        assertThat(found.preconditioning()).isEqualTo(expected.preconditioning());
        assertThat(found.defaults()).isEqualTo(expected.defaults());
        assertThat(found.name()).isEqualTo(name);
    }

    @Test
    void attentionHeadDimIsTheNumberOfHeadsWithACondition() {
        Path model = LibraryConfigs.copy("stable-diffusion-v1", folder);
        assertThat(heads(model)).isEqualTo(new UNetSpec.FixedHeads(8));
        LibraryConfigs.set(unet(model), "attention_head_dim", "[5, 10, 20, 20]");
        assertThat(heads(model)).isEqualTo(new UNetSpec.HeadWidth(64));
        LibraryConfigs.set(unet(model), "attention_head_dim", "[4, 4, 4, 4]");
        assertThat(heads(model)).isEqualTo(new UNetSpec.FixedHeads(4));
        LibraryConfigs.set(unet(model), "attention_head_dim", "[5, 10, 10, 20]");
        assertThatThrownBy(() -> heads(model)).hasMessageContaining("attention_head_dim is [5, 10, 10, 20], expected");
    }

    @Test
    void attentionHeadDimIsTheWidthOfAHeadWithoutACondition() {
        Path model = LibraryConfigs.copy("ldm-celebahq-256", folder);
        assertThat(heads(model)).isEqualTo(new UNetSpec.HeadWidth(32));
        LibraryConfigs.set(unet(model), "attention_head_dim", "null");
        assertThat(heads(model)).isEqualTo(new UNetSpec.FixedHeads(1));
    }

    @Test
    void aVqModelWithoutTheKeyHasUnscaledLatents() {
        Path model = LibraryConfigs.copy("ldm-celebahq-256", folder);
        assertThat(DiffusersFolder.read(model).description().scaling()).isEqualTo(LatentScaling.NONE);
        LibraryConfigs.set(model.resolve("vqvae/config.json"), "scaling_factor", "0.5");
        assertThat(DiffusersFolder.read(model).description().scaling()).isEqualTo(new LatentScaling(0, 0.5));
    }

    @Test
    void superResolutionHasUnscaledLatentsWhateverTheKeySays() {
        Path model = LibraryConfigs.folder("ldm-super-resolution");
        assertThat(LibraryConfigs.read(model.resolve("vqvae/config.json")).has("scaling_factor"))
                .isTrue();
        assertThat(DiffusersFolder.read(model).description().scaling()).isEqualTo(LatentScaling.NONE);
    }

    @Test
    void attentionOnALevelOfAnAutoencoderIsAtTheSideOfItsMap() {
        Path model = LibraryConfigs.copy("stable-diffusion-v1", folder);
        Path config = model.resolve("vae/config.json");
        String plain = "\"DownEncoderBlock2D\",";
        LibraryConfigs.set(config, "down_block_types", "[" + plain + plain + plain + "\"AttnDownEncoderBlock2D\"]");
        plain = ",\"UpDecoderBlock2D\"";
        LibraryConfigs.set(config, "up_block_types", "[\"AttnUpDecoderBlock2D\"" + plain + plain + plain + "]");
        AutoencoderSpec sizes =
                DiffusersFolder.read(model).description().firstStage().sizes();
        assertThat(sizes.resolution()).isEqualTo(512);
        assertThat(sizes.attentionSides()).containsExactly(64);
        LibraryConfigs.set(config, "mid_block_add_attention", "false");
        assertThatThrownBy(() -> DiffusersFolder.read(model)).hasMessageContaining("mid_block_add_attention is false");
    }

    @Test
    void aCodebookMayBeOfAnotherWidthThanTheEncodersFeatures() {
        Path model = LibraryConfigs.copy("ldm-celebahq-256", folder);
        LibraryConfigs.set(model.resolve("vqvae/config.json"), "latent_channels", "8");
        LibraryConfigs.set(model.resolve("vqvae/config.json"), "vq_embed_dim", "3");
        FirstStageSpec.Vq spec =
                (FirstStageSpec.Vq) DiffusersFolder.read(model).description().firstStage();
        assertThat(spec.sizes().latentChannels()).isEqualTo(8);
        assertThat(spec.sizes().embeddedChannels()).isEqualTo(3);
    }

    @Test
    void residualBlocksResampleWhereTheOptionsOrTheTypesSaySo() {
        Path model = LibraryConfigs.copy("ldm-celebahq-256", folder);
        LibraryConfigs.set(unet(model), "downsample_type", "\"resnet\"");
        LibraryConfigs.set(unet(model), "upsample_type", "\"resnet\"");
        assertThatThrownBy(() -> DiffusersFolder.read(model)).hasMessageContaining("expected one of both everywhere");
        LibraryConfigs.set(
                unet(model),
                "down_block_types",
                "[\"ResnetDownsampleBlock2D\", \"AttnDownBlock2D\", \"AttnDownBlock2D\", \"AttnDownBlock2D\"]");
        LibraryConfigs.set(unet(model), "resnet_time_scale_shift", "\"scale_shift\"");
        UNetSpec spec = DiffusersFolder.read(model).description().unet();
        assertThat(spec.resampling()).isEqualTo(UNetSpec.Resampling.RESIDUAL);
        assertThat(spec.modulation()).isEqualTo(UNetSpec.Modulation.SCALE_SHIFT);
        assertThat(spec.attentionFactors()).isEqualTo(Set.of(2, 4, 8));
    }

    @Test
    void classesAreTheConditionOfAModelThatHasATableOfThem() {
        Path model = LibraryConfigs.copy("ldm-celebahq-256", folder);
        LibraryConfigs.set(unet(model), "num_class_embeds", "10");
        ModelDescription description = DiffusersFolder.read(model).description();
        assertThat(description.conditioner()).isEqualTo(new ConditionerSpec.Label(10));
        assertThat(description.unet().whole()).isEqualTo(Optional.of(new UNetSpec.ClassOf(10)));
    }

    @Test
    void theSchedulerSaysWhatTheNetworkPredictsAndOfWhichNoise() {
        Path model = LibraryConfigs.copy("stable-diffusion-v1", folder);
        Path config = model.resolve("scheduler/scheduler_config.json");
        LibraryConfigs.set(config, "prediction_type", "\"v_prediction\"");
        NoiseTable table = NoiseTable.of(new BetaSchedule.ScaledLinear(0.00085, 0.012), 1000);
        assertThat(DiffusersFolder.read(model).description().preconditioning()).isEqualTo(new VPrediction(table));
        LibraryConfigs.set(config, "prediction_type", "\"sample\"");
        LibraryConfigs.set(config, "beta_schedule", "\"linear\"");
        table = NoiseTable.of(new BetaSchedule.Linear(0.00085, 0.012), 1000);
        assertThat(DiffusersFolder.read(model).description().preconditioning()).isEqualTo(new X0Prediction(table));
        LibraryConfigs.set(config, "prediction_type", "\"epsilon\"");
        LibraryConfigs.set(config, "beta_schedule", "\"squaredcos_cap_v2\"");
        table = NoiseTable.of(BetaSchedule.Cosine.DEFAULT, 1000);
        assertThat(DiffusersFolder.read(model).description().preconditioning()).isEqualTo(new EpsPrediction(table));
    }

    @Test
    void aNetworkMayHaveBeenTrainedUntilNothingIsLeftOfThePicture() {
        Path model = LibraryConfigs.copy("stable-diffusion-v1", folder);
        Path config = model.resolve("scheduler/scheduler_config.json");
        LibraryConfigs.set(config, "prediction_type", "\"v_prediction\"");
        LibraryConfigs.set(config, "rescale_betas_zero_snr", "true");
        BetaSchedule schedule = new BetaSchedule.ZeroTerminalSnr(new BetaSchedule.ScaledLinear(0.00085, 0.012));
        assertThat(DiffusersFolder.read(model).description().preconditioning())
                .isEqualTo(new VPrediction(NoiseTable.of(schedule, 1000)));
    }

    @Test
    void theActivationOfClipIsTheConfigurations() {
        Path model = LibraryConfigs.copy("stable-diffusion-v1", folder);
        LibraryConfigs.set(model.resolve("text_encoder/config.json"), "hidden_act", "\"gelu\"");
        ConditionerSpec.ClipText text = (ConditionerSpec.ClipText)
                DiffusersFolder.read(model).description().conditioner();
        assertThat(text.sizes().activation()).isEqualTo(ClipTextSpec.Activation.GELU);
    }

    @Test
    void optionsThatChangeNoPictureArePassedOver() {
        Path model = LibraryConfigs.copy("stable-diffusion-v1", folder);
        ModelDescription before = DiffusersFolder.read(model).description();
        LibraryConfigs.set(unet(model), "upcast_attention", "true");
        LibraryConfigs.set(unet(model), "use_linear_projection", "true");
        LibraryConfigs.set(unet(model), "num_attention_heads", "null");
        LibraryConfigs.set(model.resolve("vae/config.json"), "force_upcast", "true");
        LibraryConfigs.set(model.resolve("scheduler/scheduler_config.json"), "timestep_spacing", "\"trailing\"");
        LibraryConfigs.set(model.resolve("model_index.json"), "safety_checker", "[null, null]");
        assertThat(DiffusersFolder.read(model).description())
                .usingRecursiveComparison()
                .isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "special_tokens_map.json | {'pad_token': '!'} | pad_token is !, expected <|endoftext|>",
                "tokenizer_config.json | {'pad_token': {'content': '!'}} | pad_token is !, expected <|endoftext|>"
            })
    void anotherPaddingThanThatOfVersion1IsRefused(String file, String content, String message) throws IOException {
        Path model = LibraryConfigs.copy("stable-diffusion-v1", folder);
        DiffusersFolder.read(model).checkPadding();
        Path tokenizer = Files.createDirectories(model.resolve("tokenizer"));
        Files.writeString(
                tokenizer.resolve("tokenizer_config.json"),
                LibraryConfigs.json("{'pad_token': '<|endoftext|>'}").toString());
        DiffusersFolder.read(model).checkPadding();
        Files.writeString(tokenizer.resolve(file), LibraryConfigs.json(content).toString());
        assertThatThrownBy(() -> DiffusersFolder.read(model).checkPadding())
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(message);
    }

    private static Path unet(Path model) {
        return model.resolve("unet/config.json");
    }

    private static UNetSpec.HeadCount heads(Path model) {
        return DiffusersFolder.read(model).description().unet().attention().heads();
    }

    private static ModelDescription reference(String name) {
        try {
            String resource = "/official/" + name + ".yaml";
            Path file = Path.of(Objects.requireNonNull(DiffusersFolderTest.class.getResource(resource), resource)
                    .toURI());
            return ((ReferenceConfig.Diffusion) ReferenceConfig.read(file, HeadRule.CONFIGURED)).description();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
