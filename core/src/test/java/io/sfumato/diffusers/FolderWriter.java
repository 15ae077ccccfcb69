package io.sfumato.diffusers;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.condition.clip.ClipTextTransformer;
import io.sfumato.condition.text.TextEncoder;
import io.sfumato.condition.text.TextTransformerSpec;
import io.sfumato.diffusion.BetaSchedule;
import io.sfumato.diffusion.EpsPrediction;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelParts;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.unet.UNetSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes a model of ours as diffusers would have saved it, its weights in float32. */
public final class FolderWriter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final ModelDescription description;
    private final ModelParts parts;

    private FolderWriter(Path folder, ModelDescription description, ModelParts parts) {
        this.folder = folder;
        this.description = description;
        this.parts = parts;
    }

    /** Writes {@code folder}, and returns it. */
    public static Path write(Path folder, ModelDescription description, ModelParts parts) {
        try (Region region = Region.open()) {
            new FolderWriter(folder, description, parts).write();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write() throws IOException {
        Map<String, Object> index = new LinkedHashMap<>();
        Module text = parts.conditioning().network();
        boolean clip = text instanceof ClipTextTransformer;
        String firstStage = clip ? "vae" : "vqvae";
        boolean crossing = description.unet().attention() instanceof UNetSpec.CrossAttention;
        index.put("_class_name", pipeline(text));
        index.put("_diffusers_version", "0.21.0");
        index.put("scheduler", List.of("diffusers", "DDIMScheduler"));
        index.put("unet", List.of("diffusers", crossing ? "UNet2DConditionModel" : "UNet2DModel"));
        index.put(firstStage, List.of("diffusers", isKl() ? "AutoencoderKL" : "VQModel"));
        if (clip) {
            index.put("text_encoder", List.of("transformers", "CLIPTextModel"));
            json("text_encoder/config.json", clip(((ClipTextTransformer) text).spec()));
            weights("text_encoder/model.safetensors", text, DiffusersKeys.clip());
        } else if (text instanceof TextEncoder encoder) {
            TextTransformerSpec spec = encoder.spec().transformer();
            index.put("bert", List.of("latent_diffusion", "LDMBertModel"));
            json("bert/config.json", bert(spec));
            weights("bert/model.safetensors", text, DiffusersKeys.bert(spec));
        }
        json("model_index.json", index);
        json("scheduler/scheduler_config.json", scheduler());
        json("unet/config.json", unet());
        weights("unet/diffusion_pytorch_model.safetensors", parts.unet(), DiffusersKeys.unet(description.unet()));
        json(firstStage + "/config.json", autoencoder());
        weights(
                firstStage + "/diffusion_pytorch_model.safetensors",
                parts.firstStage(),
                DiffusersKeys.firstStage(description.firstStage().sizes()));
    }

    private String pipeline(Module text) {
        if (text instanceof ClipTextTransformer) {
            return "StableDiffusionPipeline";
        }
        if (description.conditioner() instanceof ConditionerSpec.LowResolution) {
            return "LDMSuperResolutionPipeline";
        }
        return text instanceof TextEncoder ? "LDMTextToImagePipeline" : "LDMPipeline";
    }

    private boolean isKl() {
        return description.firstStage() instanceof FirstStageSpec.Kl;
    }

    private Map<String, Object> unet() {
        UNetSpec spec = description.unet();
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("in_channels", spec.inChannels());
        config.put("out_channels", spec.outChannels());
        config.put("sample_size", 16);
        config.put("layers_per_block", spec.residualBlocks());
        config.put(
                "block_out_channels",
                spec.multipliers().stream().map(each -> each * spec.width()).toList());
        config.put(
                "resnet_time_scale_shift",
                spec.modulation() == UNetSpec.Modulation.SCALE_SHIFT ? "scale_shift" : "default");
        if (spec.whole().orElse(null) instanceof UNetSpec.ClassOf classes) {
            config.put("num_class_embeds", classes.count());
        }
        if (spec.attention() instanceof UNetSpec.CrossAttention cross) {
            config.put("cross_attention_dim", cross.contextWidth());
            config.put("transformer_layers_per_block", cross.depth());
            config.put("attention_head_dim", heads(spec));
        } else {
            config.put("attention_head_dim", headWidth(spec));
        }
        blockTypes(spec, config);
        return config;
    }

    private static void blockTypes(UNetSpec spec, Map<String, Object> config) {
        String attending = spec.attention() instanceof UNetSpec.CrossAttention ? "CrossAttn" : "Attn";
        boolean residual = spec.resampling() == UNetSpec.Resampling.RESIDUAL;
        String down = residual ? "ResnetDownsampleBlock2D" : "DownBlock2D";
        String up = residual ? "ResnetUpsampleBlock2D" : "UpBlock2D";
        List<Boolean> attends = IntStream.range(0, spec.multipliers().size())
                .mapToObj(level -> spec.attentionFactors().contains(1 << level))
                .toList();
        config.put("down_block_types", types(attends, attending + "DownBlock2D", down));
        config.put("up_block_types", reversed(types(attends, attending + "UpBlock2D", up)));
        if (residual) {
            config.put("downsample_type", "resnet");
            config.put("upsample_type", "resnet");
        }
    }

    private static List<String> types(List<Boolean> attends, String attending, String plain) {
        return attends.stream().map(each -> each ? attending : plain).toList();
    }

    private static List<String> reversed(List<String> types) {
        List<String> reversed = new ArrayList<>(types);
        Collections.reverse(reversed);
        return reversed;
    }

    /** With a condition, the number of heads of each level. */
    private static List<Integer> heads(UNetSpec spec) {
        return spec.multipliers().stream()
                .map(each -> spec.attention().heads().of(each * spec.width()))
                .toList();
    }

    /** Without one, the width of a head, or nothing for a single head. */
    private static @Nullable Integer headWidth(UNetSpec spec) {
        return spec.attention().heads() instanceof UNetSpec.HeadWidth width ? (Integer) width.channels() : null;
    }

    private Map<String, Object> autoencoder() {
        AutoencoderSpec spec = description.firstStage().sizes();
        List<Boolean> attends = IntStream.range(0, spec.multipliers().size())
                .mapToObj(level -> spec.attentionSides().contains(spec.resolution() >> level))
                .toList();
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("sample_size", spec.resolution());
        config.put("latent_channels", spec.latentChannels());
        config.put("layers_per_block", spec.residualBlocks());
        config.put(
                "block_out_channels",
                spec.multipliers().stream().map(each -> each * spec.channels()).toList());
        config.put("down_block_types", types(attends, "AttnDownEncoderBlock2D", "DownEncoderBlock2D"));
        config.put("up_block_types", reversed(types(attends, "AttnUpDecoderBlock2D", "UpDecoderBlock2D")));
        config.put("scaling_factor", description.scaling().scale());
        if (description.firstStage() instanceof FirstStageSpec.Vq vq) {
            config.put("num_vq_embeddings", vq.codes());
        }
        return config;
    }

    private Map<String, Object> scheduler() {
        BetaSchedule.ScaledLinear schedule = (BetaSchedule.ScaledLinear)
                description.preconditioning().table().schedule();
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("beta_schedule", "scaled_linear");
        config.put("beta_start", schedule.start());
        config.put("beta_end", schedule.end());
        config.put("num_train_timesteps", description.preconditioning().table().timesteps());
        config.put(
                "prediction_type", description.preconditioning() instanceof EpsPrediction ? "epsilon" : "v_prediction");
        return config;
    }

    private static Map<String, Object> clip(ClipTextSpec spec) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("vocab_size", spec.vocabulary());
        config.put("max_position_embeddings", spec.window());
        config.put("hidden_size", spec.width());
        config.put("num_hidden_layers", spec.layers());
        config.put("num_attention_heads", spec.heads());
        config.put("intermediate_size", spec.feedForward());
        config.put("hidden_act", spec.activation() == ClipTextSpec.Activation.GELU ? "gelu" : "quick_gelu");
        return config;
    }

    private static Map<String, Object> bert(TextTransformerSpec spec) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("vocab_size", spec.vocabulary());
        config.put("max_position_embeddings", spec.window());
        config.put("d_model", spec.width());
        config.put("encoder_layers", spec.layers());
        config.put("encoder_ffn_dim", 4 * spec.width());
        return config;
    }

    private void json(String file, Map<String, Object> config) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, JSON.writeValueAsString(config));
    }

    private void weights(String file, Module network, KeyMap keys) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        network.parameters().forEach((ours, parameter) -> {
            List<String> theirs = keys.theirs(ours);
            if (theirs.size() == 1) {
                tensors.put(theirs.get(0), shaped(theirs.get(0), parameter));
            } else {
                for (int part = 0; part < theirs.size(); part++) {
                    tensors.put(theirs.get(part), apart(parameter, part));
                }
            }
        });
        Safetensors.write(folder.resolve(file), tensors, Map.of("format", "pt"));
    }

    /** The library's attention outside transformers is linear where ours is a convolution of one pixel. */
    private static Tensor shaped(String name, Tensor parameter) {
        boolean linear = parameter.rank() > 2 && name.matches(".*\\.(to_q|to_k|to_v|to_out\\.0)\\.weight");
        return linear ? parameter.detach().reshape(parameter.size(0), parameter.size(1)) : parameter.detach();
    }

    /** Rows of queries (0), keys (1) or values (2): of each head, all its queries come first, then its keys. */
    private Tensor apart(Tensor fused, int part) {
        int channels = Math.toIntExact(fused.size(0) / 3);
        int heads = description.unet().attention().heads().of(channels);
        int width = channels / heads;
        int row = Math.toIntExact(fused.elements() / fused.size(0));
        float[] from = fused.detach().toFloats();
        float[] to = new float[channels * row];
        for (int channel = 0; channel < channels; channel++) {
            int head = channel / width;
            int source = head * 3 * width + part * width + channel % width;
            System.arraycopy(from, source * row, to, channel * row, row);
        }
        return Tensors.of(to, fused.rank() == 1 ? Shape.of(channels) : Shape.of(channels, row));
    }
}
