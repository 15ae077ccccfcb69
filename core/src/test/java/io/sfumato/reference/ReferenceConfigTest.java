package io.sfumato.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.condition.SemanticSpec;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.golden.Golden;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelException;
import io.sfumato.tensor.Interpolation;
import io.sfumato.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
        return with("semantic-synthesis", line, line + "\n        " + more);
    }

    /** The configuration of a golden case, changed. */
    private static String with(String name, String old, String changed) throws IOException {
        String text = Files.readString(Golden.file(name, "config.yaml"));
        assertThat(text).contains(old);
        return text.replace(old, changed);
    }

    private StateDict stateDict(String text) throws IOException {
        return ReferenceConfig.read(written(text), HeadRule.CONFIGURED).stateDict();
    }

    /** What is left out has the reference's default. */
    @Test
    void anAutoencoderWithoutMultipliersHasFourLevels() throws IOException {
        String kl = "models/first_stage_models/kl-f8";
        String text = Files.readString(PublishedConfigsTest.file("ldm/" + kl));
        String four = text.replaceAll("ch_mult:(\\s*- \\d)+", "ch_mult: [1, 2, 4, 8]");
        assertThat(four).contains("ch_mult: [1, 2, 4, 8]");
        assertThat(stateDict(four.replace("ch_mult: [1, 2, 4, 8]", ""))).isEqualTo(stateDict(four));
    }

    /** Options that change no parameter, and do not change what is computed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unconditional-kl | num_heads: 8 | num_heads_upsample: 8 |         ",
                "class-conditional | num_head_channels: 32 | num_heads_upsample: 5 |         ",
                "unconditional-kl | num_heads: 8 | use_fp16: true |         ",
                "unconditional-kl | num_heads: 8 | legacy: false |         ",
                "unconditional-kl | scale_factor: 0.7311 | v_posterior: 0.0 |     ",
                "unconditional-kl | scale_factor: 0.7311 | learn_logvar: false |     "
            })
    void whatChangesNothingIsPassedOver(String name, String line, String more) throws IOException {
        String text = Files.readString(Golden.file(name, "config.yaml"));
        String indent = line.startsWith("num") ? "        " : "    ";
        ReferenceConfig plain = ReferenceConfig.read(written(text), HeadRule.CONFIGURED);
        ReferenceConfig read =
                ReferenceConfig.read(written(with(name, line, line + "\n" + indent + more)), HeadRule.CONFIGURED);
        assertThat(read).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unconditional-kl | num_heads: 8 | num_heads: 8, num_heads_upsample: 4 | num_heads_upsample is 4, expected 8",
                "class-conditional | num_head_channels: 32 | legacy: false, num_head_channels: 24 | divisor of 32",
                "unconditional-vq | num_head_channels: 32 | num_head_channels: 24 | heads of width 24 cannot share",
                "unconditional-kl | scale_factor: 0.7311 | v_posterior: 0.5 | v_posterior is 0.5, expected 0",
                "unconditional-kl | resolution: 32 | resolution: 32, attn_type: axial | expected vanilla, linear or none"
            })
    void whatIsNotBuiltHereIsRefused(String name, String line, String changed, String complaint) throws IOException {
        String indent = line.startsWith("scale") ? "    " : line.startsWith("num") ? "        " : "          ";
        assertRefused(with(name, line, changed.replace(", ", "\n" + indent)), complaint);
    }

    /** One number a timestep, which belongs to the loss. */
    @Test
    void learntWeightsOfTheLossAreInTheStateDict() throws IOException {
        String line = "scale_factor: 0.7311";
        StateDict plain = stateDict(with("unconditional-kl", line, line));
        StateDict learnt = stateDict(with("unconditional-kl", line, line + "\n    learn_logvar: true"));
        Map<String, Shape> expected = new LinkedHashMap<>(plain.shapes());
        expected.put("logvar", Shape.of(1000));
        assertThat(learnt.shapes()).isEqualTo(expected);
        assertThat(learnt.counts()).isEqualTo(plain.counts());
    }

    @Test
    void resamplingWithoutConvolutionsIsRead() throws IOException {
        String line = "num_head_channels: 32";
        Map<String, Shape> plain =
                stateDict(with("unconditional-vq", line, line)).shapes();
        Map<String, Shape> shapes = stateDict(with("unconditional-vq", line, line + "\n        conv_resample: false"))
                .shapes();
        Set<String> gone = new TreeSet<>(plain.keySet());
        gone.removeAll(shapes.keySet());
        assertThat(plain.keySet()).containsAll(shapes.keySet());
        assertThat(gone)
                .containsExactly(
                        "model.diffusion_model.input_blocks.2.0.op.bias",
                        "model.diffusion_model.input_blocks.2.0.op.weight",
                        "model.diffusion_model.output_blocks.1.2.conv.bias",
                        "model.diffusion_model.output_blocks.1.2.conv.weight",
                        "model_ema.diffusion_modelinput_blocks20opbias",
                        "model_ema.diffusion_modelinput_blocks20opweight",
                        "model_ema.diffusion_modeloutput_blocks12convbias",
                        "model_ema.diffusion_modeloutput_blocks12convweight");
    }

    @ParameterizedTest
    @ValueSource(strings = {"attn_type: linear", "use_linear_attn: true"})
    void linearAttentionOfAnAutoencoderIsRead(String more) throws IOException {
        String line = "resolution: 32";
        ReferenceConfig.Diffusion config = (ReferenceConfig.Diffusion) ReferenceConfig.read(
                written(with("unconditional-kl", line, line + "\n          " + more)), HeadRule.CONFIGURED);
        assertThat(config.description().firstStage().sizes().attention()).isEqualTo(AutoencoderSpec.Attention.LINEAR);
    }

    /** The transformer of BERTEmbedder under another name, without a tokenizer. */
    @Test
    void aTransformerThatIsGivenIdsIsThatOfALayout() throws IOException {
        String text = with("layout-to-image", "BERTEmbedder", "TransformerEmbedder");
        assertThat(text).contains("        use_tokenizer: false\n");
        assertThat(stateDict(text.replace("        use_tokenizer: false\n", "")))
                .isEqualTo(stateDict(with("layout-to-image", "BERTEmbedder", "BERTEmbedder")));
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
