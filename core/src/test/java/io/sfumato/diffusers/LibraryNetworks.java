package io.sfumato.diffusers;

import com.fasterxml.jackson.databind.JsonNode;
import io.sfumato.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state dicts of diffusers' networks, from their configurations alone: what its constructors register, block after block
 * and in its own order. Nothing here knows our networks.
 */
final class LibraryNetworks {
    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final JsonNode config;
    private final List<Integer> channels = new ArrayList<>();
    private final int layers;
    private final int embedding;

    private LibraryNetworks(JsonNode config) {
        this.config = config;
        config.get("block_out_channels").forEach(each -> channels.add(each.asInt()));
        layers = config.get("layers_per_block").asInt();
        embedding = 4 * channels.get(0);
    }

    static Map<String, Shape> unet(JsonNode config) {
        LibraryNetworks network = new LibraryNetworks(config);
        network.unet();
        return network.shapes;
    }

    static Map<String, Shape> autoencoder(JsonNode config) {
        LibraryNetworks network = new LibraryNetworks(config);
        network.autoencoder();
        return network.shapes;
    }

    static Map<String, Shape> clip(JsonNode config) {
        LibraryNetworks network = new LibraryNetworks(config, 0);
        network.clip();
        return network.shapes;
    }

    static Map<String, Shape> bert(JsonNode config) {
        LibraryNetworks network = new LibraryNetworks(config, 0);
        network.bert();
        return network.shapes;
    }

    private LibraryNetworks(JsonNode config, int embedding) {
        this.config = config;
        this.embedding = embedding;
        layers = 0;
    }

    private void unet() {
        conv("conv_in", config.get("in_channels").asInt(), channels.get(0), 3);
        linear("time_embedding.linear_1", channels.get(0), embedding);
        linear("time_embedding.linear_2", embedding, embedding);
        unetDown();
        int deepest = channels.get(channels.size() - 1);
        resnet("mid_block.resnets.0", deepest, deepest);
        attention(config.has("cross_attention_dim") ? "CrossAttn" : "Attn", "mid_block.attentions.0", deepest);
        resnet("mid_block.resnets.1", deepest, deepest);
        unetUp();
        norm("conv_norm_out", channels.get(0));
        conv("conv_out", channels.get(0), config.get("out_channels").asInt(), 3);
    }

    private void unetDown() {
        int last = channels.size() - 1;
        int out = channels.get(0);
        for (int i = 0; i <= last; i++) {
            String type = config.get("down_block_types").get(i).asText();
            int in = out;
            out = channels.get(i);
            for (int j = 0; j < layers; j++) {
                resnet("down_blocks." + i + ".resnets." + j, j == 0 ? in : out, out);
                attention(type, "down_blocks." + i + ".attentions." + j, out);
            }
            if (i < last) {
                resampler(type, "down_blocks." + i + ".downsamplers.0", out);
            }
        }
    }

    private void unetUp() {
        int last = channels.size() - 1;
        int out = channels.get(last);
        List<Integer> reversed = new ArrayList<>(channels);
        Collections.reverse(reversed);
        for (int i = 0; i <= last; i++) {
            String type = config.get("up_block_types").get(i).asText();
            int previous = out;
            out = reversed.get(i);
            int in = reversed.get(Math.min(i + 1, last));
            for (int j = 0; j < layers + 1; j++) {
                int skipped = j == layers ? in : out;
                resnet("up_blocks." + i + ".resnets." + j, (j == 0 ? previous : out) + skipped, out);
                attention(type, "up_blocks." + i + ".attentions." + j, out);
            }
            if (i < last) {
                resampler(type, "up_blocks." + i + ".upsamplers.0", out);
            }
        }
    }

    private void resampler(String type, String name, int channels) {
        boolean byOption = type.startsWith("Attn")
                && config.path("downsample_type").asText().equals("resnet");
        if (type.startsWith("Resnet") || byOption) {
            resnet(name, channels, channels);
        } else {
            conv(name + ".conv", channels, channels, 3);
        }
    }

    private void resnet(String name, int in, int out) {
        norm(name + ".norm1", in);
        conv(name + ".conv1", in, out, 3);
        if (embedding > 0 && config.has("flip_sin_to_cos")) {
            boolean scaled = config.path("resnet_time_scale_shift").asText().equals("scale_shift");
            linear(name + ".time_emb_proj", embedding, scaled ? 2 * out : out);
        }
        norm(name + ".norm2", out);
        conv(name + ".conv2", out, out, 3);
        if (in != out) {
            conv(name + ".conv_shortcut", in, out, 1);
        }
    }

    private void attention(String type, String name, int width) {
        if (type.startsWith("CrossAttn")) {
            transformer(name, width, config.get("cross_attention_dim").asInt());
        } else if (type.startsWith("Attn")) {
            norm(name + ".group_norm", width);
            for (String part : List.of("to_q", "to_k", "to_v", "to_out.0")) {
                linear(name + "." + part, width, width);
            }
        }
    }

    private void transformer(String name, int width, int context) {
        norm(name + ".norm", width);
        conv(name + ".proj_in", width, width, 1);
        String block = name + ".transformer_blocks.0";
        for (int i = 1; i <= 2; i++) {
            int heard = i == 1 ? width : context;
            shapes.put(block + ".attn" + i + ".to_q.weight", Shape.of(width, width));
            shapes.put(block + ".attn" + i + ".to_k.weight", Shape.of(width, heard));
            shapes.put(block + ".attn" + i + ".to_v.weight", Shape.of(width, heard));
            linear(block + ".attn" + i + ".to_out.0", width, width);
        }
        for (int i = 1; i <= 3; i++) {
            norm(block + ".norm" + i, width);
        }
        linear(block + ".ff.net.0.proj", width, 8 * width);
        linear(block + ".ff.net.2", 4 * width, width);
        conv(name + ".proj_out", width, width, 1);
    }

    private void autoencoder() {
        int latents = config.get("latent_channels").asInt();
        boolean kl = config.get("_class_name").asText().equals("AutoencoderKL");
        int moments = kl ? 2 * latents : latents;
        encoder(moments);
        decoder(latents);
        conv("quant_conv", moments, moments, 1);
        conv("post_quant_conv", latents, latents, 1);
        if (!kl) {
            shapes.put(
                    "quantize.embedding.weight",
                    Shape.of(config.get("num_vq_embeddings").asInt(), latents));
        }
    }

    private void encoder(int moments) {
        int last = channels.size() - 1;
        conv("encoder.conv_in", 3, channels.get(0), 3);
        int out = channels.get(0);
        for (int i = 0; i <= last; i++) {
            String type = config.get("down_block_types").get(i).asText();
            int in = out;
            out = channels.get(i);
            for (int j = 0; j < layers; j++) {
                resnet("encoder.down_blocks." + i + ".resnets." + j, j == 0 ? in : out, out);
                attention(type, "encoder.down_blocks." + i + ".attentions." + j, out);
            }
            if (i < last) {
                conv("encoder.down_blocks." + i + ".downsamplers.0.conv", out, out, 3);
            }
        }
        middle("encoder", out);
        norm("encoder.conv_norm_out", out);
        conv("encoder.conv_out", out, moments, 3);
    }

    private void decoder(int latents) {
        int last = channels.size() - 1;
        int out = channels.get(last);
        conv("decoder.conv_in", latents, out, 3);
        middle("decoder", out);
        for (int i = 0; i <= last; i++) {
            String type = config.get("up_block_types").get(i).asText();
            int previous = out;
            out = channels.get(last - i);
            for (int j = 0; j < layers + 1; j++) {
                resnet("decoder.up_blocks." + i + ".resnets." + j, j == 0 ? previous : out, out);
                attention(type, "decoder.up_blocks." + i + ".attentions." + j, out);
            }
            if (i < last) {
                conv("decoder.up_blocks." + i + ".upsamplers.0.conv", out, out, 3);
            }
        }
        norm("decoder.conv_norm_out", out);
        conv("decoder.conv_out", out, 3, 3);
    }

    private void middle(String side, int width) {
        resnet(side + ".mid_block.resnets.0", width, width);
        if (config.path("mid_block_add_attention").asBoolean(true)) {
            attention("Attn", side + ".mid_block.attentions.0", width);
        }
        resnet(side + ".mid_block.resnets.1", width, width);
    }

    private void clip() {
        int width = config.get("hidden_size").asInt();
        int wide = config.get("intermediate_size").asInt();
        shapes.put(
                "text_model.embeddings.token_embedding.weight",
                Shape.of(config.get("vocab_size").asInt(), width));
        shapes.put(
                "text_model.embeddings.position_embedding.weight",
                Shape.of(config.get("max_position_embeddings").asInt(), width));
        for (int i = 0; i < config.get("num_hidden_layers").asInt(); i++) {
            String layer = "text_model.encoder.layers." + i;
            for (String part : List.of("k_proj", "v_proj", "q_proj", "out_proj")) {
                linear(layer + ".self_attn." + part, width, width);
            }
            norm(layer + ".layer_norm1", width);
            linear(layer + ".mlp.fc1", width, wide);
            linear(layer + ".mlp.fc2", wide, width);
            norm(layer + ".layer_norm2", width);
        }
        norm("text_model.final_layer_norm", width);
    }

    private void bert() {
        int width = config.get("d_model").asInt();
        int inner = config.get("encoder_attention_heads").asInt()
                * config.get("head_dim").asInt();
        int words = config.get("vocab_size").asInt();
        shapes.put("model.embed_tokens.weight", Shape.of(words, width));
        shapes.put(
                "model.embed_positions.weight",
                Shape.of(config.get("max_position_embeddings").asInt(), width));
        for (int i = 0; i < config.get("encoder_layers").asInt(); i++) {
            String layer = "model.layers." + i;
            for (String part : List.of("k_proj", "v_proj", "q_proj")) {
                shapes.put(layer + ".self_attn." + part + ".weight", Shape.of(inner, width));
            }
            linear(layer + ".self_attn.out_proj", inner, width);
            norm(layer + ".self_attn_layer_norm", width);
            linear(layer + ".fc1", width, config.get("encoder_ffn_dim").asInt());
            linear(layer + ".fc2", config.get("encoder_ffn_dim").asInt(), width);
            norm(layer + ".final_layer_norm", width);
        }
        norm("model.layer_norm", width);
        linear("to_logits", width, words);
    }

    private void conv(String name, int in, int out, int kernel) {
        shapes.put(name + ".weight", Shape.of(out, in, kernel, kernel));
        shapes.put(name + ".bias", Shape.of(out));
    }

    private void linear(String name, int in, int out) {
        shapes.put(name + ".weight", Shape.of(out, in));
        shapes.put(name + ".bias", Shape.of(out));
    }

    private void norm(String name, int width) {
        shapes.put(name + ".weight", Shape.of(width));
        shapes.put(name + ".bias", Shape.of(width));
    }
}
