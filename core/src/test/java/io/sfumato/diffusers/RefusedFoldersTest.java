package io.sfumato.diffusers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.checkpoint.Checkpoints;
import io.sfumato.model.ModelException;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.Weights;
import io.sfumato.tensor.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Folders that are no model of those that are built here. */
class RefusedFoldersTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model_index.json | _class_name | \"FluxPipeline\" | FluxPipeline, which is not known here. Expected one"
                        + " of StableDiffusionPipeline, LDMTextToImagePipeline, LDMPipeline, LDMSuperResolutionPipeline",
                "model_index.json | unet | [\"diffusers\", \"UNet3DConditionModel\"] | is a UNet3DConditionModel, which"
                        + " is not known here. Expected one of UNet2DConditionModel, UNet2DModel",
                "model_index.json | vae | [\"diffusers\", \"AutoencoderTiny\"] | Expected one of AutoencoderKL, VQModel",
                "model_index.json | text_encoder | [\"transformers\", \"T5EncoderModel\"] | Expected one of"
                        + " CLIPTextModel, LDMBertModel",
                "model_index.json | scheduler | [\"diffusers\", \"FlowMatchEulerDiscreteScheduler\"] | Expected one of"
                        + " DDIMScheduler",
                "model_index.json | unet | \"UNet2DModel\" | unet is \"UNet2DModel\", expected a list of texts",
                "model_index.json | transformer | [\"diffusers\", \"X\"] | transformer is not known here",
                "unet/config.json | _class_name | \"UNet2DModel\" | _class_name is UNet2DModel, expected"
                        + " UNet2DConditionModel, as the index",
                "unet/config.json | class_embed_type | \"timestep\" | class_embed_type is \"timestep\", expected null",
                "unet/config.json | addition_embed_type | \"text_time\" | addition_embed_type is \"text_time\"",
                "unet/config.json | norm_num_groups | 16 | norm_num_groups is 16, expected 32",
                "unet/config.json | norm_eps | 1e-6 | norm_eps is 1.0E-6, expected 1.0E-5",
                "unet/config.json | act_fn | \"gelu\" | act_fn is \"gelu\", expected silu",
                "unet/config.json | resnet_time_scale_shift | \"spatial\" | is spatial, expected default or scale_shift",
                "unet/config.json | only_cross_attention | true | only_cross_attention is true, expected false",
                "unet/config.json | freq_shift | 1 | freq_shift is 1, expected 0",
                "unet/config.json | layers_per_blok | 2 | layers_per_blok is not known here. Did you mean"
                        + " layers_per_block?",
                "unet/config.json | layers_per_block | [2, 2, 2, 3] | expected the same for every level",
                "unet/config.json | block_out_channels | [320, 500, 640, 640] | expected multiples of 320, the first",
                "unet/config.json | block_out_channels | [320, 640] | has 4 types, expected 2",
                "unet/config.json | block_out_channels | [] | expected 1 to 16 numbers above 0",
                "unet/config.json | down_block_types | [\"AttnDownBlock2D\", \"DownBlock2D\"] | has AttnDownBlock2D,"
                        + " which is not known here. Expected CrossAttnDownBlock2D, DownBlock2D",
                "unet/config.json | up_block_types | [\"CrossAttnUpBlock2D\", \"CrossAttnUpBlock2D\","
                        + " \"CrossAttnUpBlock2D\", \"UpBlock2D\"] | attention on other levels than down_block_types",
                "unet/config.json | in_channels | 9 | the U-Net has 9 channels in and 4 out, expected 4 and 4",
                "unet/config.json | cross_attention_dim | 1024 | attends to tokens of width 1024, expected tokens of"
                        + " width 768",
                "unet/config.json | sample_size | 0 | sample_size is 0, expected 1 to 16384",
                "vae/config.json | use_quant_conv | false | use_quant_conv is false, expected true",
                "vae/config.json | scaling_factor | 0 | scaling_factor: latent scale is 0.0",
                "vae/config.json | shift_factor | 0.1 | shift_factor is 0.1, expected null",
                "text_encoder/config.json | hidden_act | \"relu\" | hidden_act is relu, expected quick_gelu or gelu",
                "text_encoder/config.json | layer_norm_eps | 1e-12 | layer_norm_eps is 1.0E-12, expected 1.0E-5",
                "scheduler/scheduler_config.json | beta_schedule | \"sigmoid\" | is sigmoid, expected scaled_linear,",
                "scheduler/scheduler_config.json | prediction_type | \"flow\" | is flow, expected epsilon,",
                "scheduler/scheduler_config.json | rescale_betas_zero_snr | true | (zero_terminal_snr), from which eps tells",
                "scheduler/scheduler_config.json | trained_betas | [0.1] | trained_betas is [0.1], expected null",
                "scheduler/scheduler_config.json | beta_end | 2 | beta goes from 8.5E-4 to 2.0"
            })
    void whatIsNotBuiltHereIsRefusedInOneLine(String file, String key, String value, String message) {
        Path model = LibraryConfigs.copy("stable-diffusion-v1", folder);
        LibraryConfigs.set(model.resolve(file), key, value);
        assertThatThrownBy(() -> DiffusersFolder.read(model))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"model_index.json", "unet/config.json", "vae/config.json", "scheduler/scheduler_config.json"})
    void aMissingConfigurationIsNamed(String file) throws IOException {
        Path model = LibraryConfigs.copy("stable-diffusion-v1", folder);
        Files.delete(model.resolve(file));
        assertThatThrownBy(() -> DiffusersFolder.read(model))
                .isInstanceOf(ModelException.class)
                .hasMessage(model.resolve(file) + " is missing, expected the file that diffusers writes there");
    }

    @Test
    void aMissingPartOfTheIndexIsNamed() throws IOException {
        Path model = LibraryConfigs.copy("ldm-celebahq-256", folder);
        Path index = model.resolve("model_index.json");
        Files.writeString(index, Files.readString(index).replace("vqvae", "decoder"));
        assertThatThrownBy(() -> DiffusersFolder.read(model)).hasMessageContaining("model_index.json: vae is missing");
    }

    @Test
    void brokenJsonIsRefusedInOneLine() throws IOException {
        Path model = LibraryConfigs.copy("ldm-celebahq-256", folder);
        Files.writeString(model.resolve("unet/config.json"), "{\"in_channels\": 3,\n");
        assertThatThrownBy(() -> DiffusersFolder.read(model))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is not valid JSON")
                .message()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Weights.class,
            names = {"RAW", "EMA"})
    void weightsThatAFolderDoesNotHaveBesideOthersAreRefused(Weights weights) {
        Path model = LibraryConfigs.copy("stable-diffusion-v1", folder);
        CheckpointOptions options = new CheckpointOptions(
                Optional.empty(), Optional.empty(), CheckpointOptions.Words.READ, weights, HeadRule.CONFIGURED);
        assertThatThrownBy(() ->
                        Checkpoints.open(model, options, Placement.FLOAT32).close())
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(model.toString())
                .hasMessageContaining("has one set of weights");
    }
}
