package io.sfumato.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.condition.SemanticSpec;
import io.sfumato.golden.Golden;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelException;
import io.sfumato.tensor.Interpolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a configuration is said with the key where it is. */
class ReferenceConfigTest {
    @TempDir
    private Path folder;

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("model.yaml"), text);
    }

    private void assertRefused(String text, String complaint) throws IOException {
        Path file = written(text);
        assertThatThrownBy(() -> ReferenceConfig.read(file, HeadRule.CONFIGURED))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(complaint)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "num_head_channels: 32 | num_head_chanels: 32 | Did you mean num_head_channels?",
                "num_head_channels: 32 | num_head_channels: wide | expected a whole number",
                "model_channels: 256 | model_channels: 250 | width is 250",
                "model_channels: 256 | colour: red | colour is not known here",
                "openaimodel.UNetModel | openaimodel.UNet | which is not known here",
                "modules.ClassEmbedder | modules.ClassEmbeder | Expected one of",
                "conditioning_key: crossattn | conditioning_key: hybrid | conditioning_key is hybrid",
                "n_embed: 16384 | n_embed: 0 | codebook has 0 codes",
                "double_z: false | double_z: true | expected false for VQModel",
                "z_channels: 4 | z_chanels: 4 | z_channels is missing. Is z_chanels meant?",
                "timesteps: 1000 | timesteps: 0 | 0 timesteps",
                "linear_start: 0.0015 | linear_start: 2 | beta goes from 2.0",
                "channels: 4 | channels: 3 | the embed_dim of the first stage",
                "image_size: 32 | parameterization: v | expected eps or x0",
                "context_dim: 512 | context_dim: [512, 512] | expected a whole number",
                "num_res_blocks: 2 | num_res_blocks: 2, use_fp16: true | not valid YAML"
            })
    void aWrongValueIsRefusedWithItsPlace(String old, String changed, String complaint) throws IOException {
        String text = Files.readString(PublishedConfigsTest.file("ldm/models/ldm/cin256"));
        assertThat(text).contains(old);
        assertRefused(text.replaceFirst(java.util.regex.Pattern.quote(old), changed), complaint);
    }

    @ParameterizedTest
    @CsvSource({
        "method: bicubic,BICUBIC,0.5",
        "method: area,AREA,0.5",
        "method: nearest,NEAREST,0.5",
        "multiplier: 0.25,BILINEAR,0.25"
    })
    void mapsAreRescaledAsTheConfigurationSays(String more, Interpolation method, double multiplier)
            throws IOException {
        ReferenceConfig.Diffusion config = (ReferenceConfig.Diffusion)
                ReferenceConfig.read(written(semantic("n_stages: 1", more)), HeadRule.CONFIGURED);
        assertThat(config.description().conditioner())
                .isEqualTo(new ConditionerSpec.SemanticMap(new SemanticSpec(1, multiplier, method, 9, 3)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "method: linear | method is linear, which is for data of another number of dimensions",
                "method: trilinear | method is trilinear",
                "method: lanczos | method is lanczos, expected nearest, bilinear, bicubic or area",
                "multiplier: 0 | multiplier is 0.0, expected a number above 0",
                "bias: true | bias is true, expected false"
            })
    void mapsThatCannotBeRescaledSoAreRefused(String more, String complaint) throws IOException {
        assertRefused(semantic("n_stages: 1", more), complaint);
    }

    /** The configuration of a golden case with one line more. */
    private static String semantic(String line, String more) throws IOException {
        String text = Files.readString(Golden.file("semantic-synthesis", "config.yaml"));
        assertThat(text).contains(line);
        return text.replace(line, line + "\n        " + more);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "[]", "model: 5", "model: {}", "{model: {target: x}}", "a: b: c", "model: &a {x: *a}"})
    void whatIsNoConfigurationIsRefused(String text) throws IOException {
        assertRefused(text, "");
    }

    @Test
    void aFileThatIsMissingOrHugeIsRefused() throws IOException {
        assertThatThrownBy(() -> ReferenceConfig.read(folder.resolve("none.yaml"), HeadRule.CONFIGURED))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("there is no such file");
        assertRefused(" ".repeat(2 << 20), "Is it a checkpoint?");
    }

    /** The retrieval-augmented model of 768 x 768 pixels, which hears embeddings of CLIP directly. */
    @Test
    void theRetrievalAugmentedModelIsRead() throws IOException {
        ReferenceConfig.Diffusion config =
                (ReferenceConfig.Diffusion) ReferenceConfig.read(written("""
                        model:
                          base_learning_rate: 0.0001
                          target: ldm.models.diffusion.ddpm.LatentDiffusion
                          params:
                            linear_start: 0.0015
                            linear_end: 0.015
                            timesteps: 1000
                            first_stage_key: jpg
                            cond_stage_key: nix
                            image_size: 48
                            channels: 16
                            cond_stage_trainable: false
                            conditioning_key: crossattn
                            scale_factor: 0.22765929
                            unet_config:
                              target: ldm.modules.diffusionmodules.openaimodel.UNetModel
                              params:
                                image_size: 48
                                in_channels: 16
                                out_channels: 16
                                model_channels: 448
                                attention_resolutions: [4, 2, 1]
                                num_res_blocks: 2
                                channel_mult: [1, 2, 3, 4]
                                use_scale_shift_norm: false
                                resblock_updown: false
                                num_head_channels: 32
                                use_spatial_transformer: true
                                transformer_depth: 1
                                context_dim: 768
                                use_checkpoint: true
                            first_stage_config:
                              target: ldm.models.autoencoder.AutoencoderKL
                              params:
                                embed_dim: 16
                                ddconfig:
                                  double_z: true
                                  z_channels: 16
                                  resolution: 256
                                  in_channels: 3
                                  out_ch: 3
                                  ch: 128
                                  ch_mult: [1, 1, 2, 2, 4]
                                  num_res_blocks: 2
                                  attn_resolutions: [16]
                                  dropout: 0.0
                                lossconfig:
                                  target: torch.nn.Identity
                            cond_stage_config:
                              target: torch.nn.Identity
                        """), HeadRule.CONFIGURED);
        assertThat(config.stateDict().counts().unet() / 1e6).isCloseTo(1335.48, within(0.005));
        assertThat(config.description().conditioner()).isEqualTo(new ConditionerSpec.Embeddings());
        assertThat(config.description().scaling().scale()).isEqualTo(0.22765929);
    }
}
