package io.sfumato.lora;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.model.ModelException;
import io.sfumato.model.ModelParts;
import io.sfumato.nn.Init;
import io.sfumato.nn.RandomWeights;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of updates, written, read and added to weights. */
@ExtendWith(NoLeaks.class)
class LorasTest {
    private static final double ROUNDING = 1e-5;

    /** What a file needs to say of one layer. */
    private static final String LAYER = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn1_to_q";

    private static final int INNER = 2 * Narrow.WIDTH;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("formats")
    void whatWasLearntBesideLayersIsAddedToWeights(Narrow kind, LoraFormat format) {
        Path file = folder.resolve("lora.safetensors");
        Tensor beside = written(kind, file, format);
        assertClose(merged(kind, new LoraChoice(file, 1)), beside, ROUNDING);
    }

    private static Stream<Arguments> formats() {
        return Arrays.stream(Narrow.values())
                .flatMap(kind -> Arrays.stream(LoraFormat.values()).map(format -> Arguments.of(kind, format)));
    }

    @Test
    void theFormatsHaveTheirNamesAndNotes() {
        Path kohya = folder.resolve("kohya.safetensors");
        Path diffusers = folder.resolve("diffusers.safetensors");
        written(Narrow.CLIP, kohya, LoraFormat.KOHYA);
        written(Narrow.CLIP, diffusers, LoraFormat.DIFFUSERS);
        try (TensorArchive archive = Safetensors.open(kohya)) {
            assertThat(archive.names())
                    .contains(
                            LAYER + ".lora_down.weight",
                            LAYER + ".lora_up.weight",
                            LAYER + ".alpha",
                            "lora_unet_down_blocks_0_downsamplers_0_conv.lora_down.weight",
                            "lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_up.weight");
            assertThat(archive.load(LAYER + ".alpha").item()).isEqualTo(6);
            assertThat(archive.metadata())
                    .containsEntry("ss_network_module", "networks.lora")
                    .containsEntry("ss_network_dim", "4")
                    .containsEntry("ss_network_alpha", "6")
                    .containsEntry("trained_on", "nothing");
        }
        try (TensorArchive archive = Safetensors.open(diffusers)) {
            assertThat(archive.names())
                    .contains(
                            "unet.mid_block.attentions.0.transformer_blocks.0.attn1.to_q.lora_A.weight",
                            "unet.down_blocks.0.downsamplers.0.conv.lora_B.weight",
                            "text_encoder.text_model.encoder.layers.0.self_attn.q_proj.lora_B.weight")
                    .noneMatch(name -> name.endsWith(".alpha"));
        }
    }

    /** How other programs, or those of an earlier day, spell names. */
    private enum Spelling {
        BLOCKS_AS_THE_REFERENCE,
        DOWN_AND_UP,
        ATTENTION_PROCESSORS,
        LINEAR_LAYERS,
        WITHOUT_UNET,
        NAMED_ADAPTER;

        private LoraFormat from() {
            return this == BLOCKS_AS_THE_REFERENCE ? LoraFormat.KOHYA : LoraFormat.DIFFUSERS;
        }

        private String of(String name) {
            return switch (this) {
                case BLOCKS_AS_THE_REFERENCE ->
                    name.replace("lora_unet_mid_block_attentions_0", "lora_unet_middle_block_1")
                            .replace("lora_unet_down_blocks_0_attentions_0", "lora_unet_input_blocks_1_1")
                            .replace("lora_unet_down_blocks_0_downsamplers_0_conv", "lora_unet_input_blocks_2_0_op")
                            .replace("lora_unet_up_blocks_1_attentions_1", "lora_unet_output_blocks_3_1");
                case DOWN_AND_UP -> name.replace("lora_A", "lora.down").replace("lora_B", "lora.up");
                case ATTENTION_PROCESSORS ->
                    DOWN_AND_UP
                            .of(name)
                            .replaceAll("\\.to_([qkv])\\.lora", ".processor.to_$1_lora")
                            .replace(".to_out.0.lora", ".processor.to_out_lora")
                            .replaceAll("\\.(q|k|v|out)_proj\\.lora", ".to_$1_lora");
                case LINEAR_LAYERS ->
                    name.replace("lora_A", "lora_linear_layer.down").replace("lora_B", "lora_linear_layer.up");
                case WITHOUT_UNET -> name.replace("unet.", "");
                case NAMED_ADAPTER -> name.replace(".weight", ".default.weight");
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherSpellingsAreTheSame(Spelling spelling) {
        Path file = folder.resolve("lora.safetensors");
        Tensor beside = written(Narrow.CLIP, file, spelling.from());
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        try (TensorArchive archive = Safetensors.open(file)) {
            archive.names().forEach(name -> renamed.put(spelling.of(name), archive.load(name)));
            assertThat(renamed.keySet()).hasSameSizeAs(archive.names()).isNotEqualTo(archive.names());
        }
        Path other = write(renamed, Map.of());
        assertClose(merged(Narrow.CLIP, new LoraChoice(other, 1)), beside, ROUNDING);
    }

    @Test
    void twoFilesAddUpAndAScaleOfOppositesIsNothing() {
        Path file = folder.resolve("lora.safetensors");
        written(Narrow.CLIP, file, LoraFormat.KOHYA);
        Tensor half = merged(Narrow.CLIP, new LoraChoice(file, 0.25), new LoraChoice(file, 0.25));
        assertClose(half, merged(Narrow.CLIP, new LoraChoice(file, 0.5)), ROUNDING);
        Tensor nothing = merged(Narrow.CLIP, new LoraChoice(file, 1), new LoraChoice(file, -1));
        assertThat(nothing.toFloats()).isEqualTo(merged(Narrow.CLIP).toFloats());
    }

    // ---- alpha -----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; 1",
                "{'unet.r': 2, 'unet.lora_alpha': 6}; 3",
                "{'unet.lora_alpha': 6, 'unet.use_rslora': true}; 4.242640687",
                "{'unet.lora_alpha': 6, 'unet.alpha_pattern': {'attn1.to_q': 8}}; 4",
                "{'unet.lora_alpha': 6, 'unet.alpha_pattern': {'attn2.to_q': 8}}; 3",
                "{'text_encoder.lora_alpha': 6}; 1"
            })
    void withoutAnAlphaItIsThatOfTheNotesOrElseTheRank(String notes, double factor) {
        Path file = write(
                update(
                        "unet.mid_block.attentions.0.transformer_blocks.0.attn1.to_q",
                        ".lora_A.weight",
                        ".lora_B.weight"),
                Map.of("lora_adapter_metadata", notes.replace('\'', '"')));
        try (ModelParts parts = Narrow.CLIP.parts();
                ModelParts before = Narrow.CLIP.parts()) {
            Loras.of(List.of(new LoraChoice(file, 1))).apply(parts);
            Tensor change = weight(parts).sub(weight(before)).detach();
            assertClose(change, Tensors.full(Shape.of(INNER, INNER), 2 * factor, Placement.FLOAT32), ROUNDING);
        }
    }

    @Test
    void notesThatAreNotNotesAreRefused() {
        Map<String, Tensor> update = update("unet.mid_block.attentions.0.proj_in", ".lora_A.weight", ".lora_B.weight");
        assertRefused(write(update, Map.of("lora_adapter_metadata", "{")), "is not valid JSON");
        assertRefused(
                write(update, Map.of("lora_adapter_metadata", "{\"unet.lora_alpha\": \"much\"}")), "alpha \"much\"");
        assertRefused(write(update, Map.of("lora_adapter_metadata", "{\"unet.use_dora\": true}")), "is DoRA");
        assertRefused(
                write(update, Map.of("lora_adapter_metadata", "{\"unet.alpha_pattern\": {\"(a+)+\": 1}}")),
                "expected plain names");
    }

    // ---- what is refused -------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hada_w1_a | LoHa",
                "lokr_w1 | LoKr",
                "lokr_w2_a | LoKr",
                "dora_scale | DoRA",
                "lora_magnitude_vector | DoRA",
                "oft_blocks | OFT",
                "on_input | (IA)³",
                "a1.weight | GLoRA",
                "lora_mid.weight | LoCon with a third matrix",
                "diff | LyCORIS with whole differences"
            })
    void relativesOfLoraAreRefusedByName(String ending, String name) {
        Map<String, Tensor> tensors = update(LAYER, ".lora_down.weight", ".lora_up.weight");
        tensors.put(LAYER + "." + ending, Tensors.zeros(Shape.of(2, 2), Placement.FLOAT32));
        assertRefused(write(tensors, Map.of()), " is " + name, LAYER + "." + ending, "expected a LoRA");
    }

    @Test
    void everythingThatDoesNotFitIsNamedAtOnceAndNothingIsAdded() {
        Map<String, Tensor> tensors = update(LAYER, ".lora_down.weight", ".lora_up.weight");
        tensors.putAll(update("lora_unet_up_blocks_9_attentions_0_proj_in", ".lora_down.weight", ".lora_up.weight"));
        tensors.put("rubbish\u001b[2J", Tensors.zeros(Shape.of(1), Placement.FLOAT32));
        tensors.put(
                "lora_te_text_model_encoder_layers_0_mlp_fc1.lora_up.weight",
                Tensors.zeros(Shape.of(48, 2), Placement.FLOAT32));
        tensors.put(
                "lora_unet_mid_block_attentions_0_proj_out.lora_down.weight",
                Tensors.zeros(Shape.of(2, 13), Placement.FLOAT32));
        tensors.put(
                "lora_unet_mid_block_attentions_0_proj_out.lora_up.weight",
                Tensors.zeros(Shape.of(INNER, 2), Placement.FLOAT32));
        assertRefused(
                write(tensors, Map.of()),
                "does not fit the model: 1 missing (the other of lora_te_text_model_encoder_layers_0_mlp_fc1",
                "3 unexpected (",
                "lora_unet_up_blocks_9_attentions_0_proj_in.lora_down.weight",
                "rubbish?[2J",
                "1 misshapen (lora_unet_mid_block_attentions_0_proj_out.lora_down.weight is [2, 13], expected [rank, 64])");
    }

    @Test
    void aFileForAnotherFamilySaysSo() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        String name = "lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k";
        tensors.put(name + ".lora_down.weight", Tensors.zeros(Shape.of(2, 2048), Placement.FLOAT32));
        tensors.put(name + ".lora_up.weight", Tensors.zeros(Shape.of(INNER, 2), Placement.FLOAT32));
        assertRefused(write(tensors, Map.of()), "the file is for Stable Diffusion XL. Is the model that one?");
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        Map<String, Tensor> tensors = update(LAYER, ".lora_down.weight", ".lora_up.weight");
        tensors.put(LAYER + ".lora_up.weight", Tensors.full(Shape.of(INNER, 2), Double.NaN, Placement.FLOAT32));
        assertRefused(write(tensors, Map.of()), "has numbers that are not finite");
        tensors = update(LAYER, ".lora_down.weight", ".lora_up.weight");
        tensors.put(LAYER + ".alpha", Tensors.full(Shape.of(), Double.POSITIVE_INFINITY, Placement.FLOAT32));
        assertRefused(write(tensors, Map.of()), "has numbers that are not finite");
        tensors.put(LAYER + ".alpha", Tensors.full(Shape.of(2), 1, Placement.FLOAT32));
        assertRefused(write(tensors, Map.of()), ".alpha is [2], expected one number");
    }

    @Test
    void aRankOfZeroAndShapesOfAnyKindAreRefused() {
        for (Shape down : List.of(Shape.of(), Shape.of(3), Shape.of(0, INNER), Shape.of(2, INNER, 3, 3))) {
            Map<String, Tensor> tensors = update(LAYER, ".lora_down.weight", ".lora_up.weight");
            tensors.put(LAYER + ".lora_down.weight", Tensors.zeros(down, Placement.FLOAT32));
            assertRefused(write(tensors, Map.of()), "misshapen", "expected [rank, 64]");
        }
        Map<String, Tensor> tensors = update(LAYER, ".lora_down.weight", ".lora_up.weight");
        tensors.put(LAYER + ".lora_up.weight", Tensors.zeros(Shape.of(INNER, 3), Placement.FLOAT32));
        assertRefused(write(tensors, Map.of()), ".lora_up.weight is [64, 3], expected [64, 2]");
    }

    @Test
    void aLayerThatIsThereTwiceIsRefused() {
        Map<String, Tensor> tensors = update(LAYER, ".lora_down.weight", ".lora_up.weight");
        tensors.putAll(update(
                "unet.mid_block.attentions.0.transformer_blocks.0.attn1.to_q", ".lora_A.weight", ".lora_B.weight"));
        assertRefused(write(tensors, Map.of()), "2 unexpected", "(a second one)");
    }

    @Test
    void aWholeModelIsNoLora() {
        Map<String, Tensor> tensors =
                Map.of("model.diffusion_model.out.2.weight", Tensors.zeros(Shape.of(4, 4), Placement.FLOAT32));
        assertRefused(write(tensors, Map.of()), "holds no LoRA", "Is it a whole model? Name it with --model");
    }

    // ---- what files say without a model ----------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void aReportSaysWhatAFileChanges(LoraFormat format) {
        Path file = folder.resolve("lora.safetensors");
        written(Narrow.CLIP, file, format);
        try (TensorArchive archive = Safetensors.open(file)) {
            LoraReport report = LoraReport.of(archive).orElseThrow();
            assertThat(report.kind()).isEqualTo("LoRA");
            assertThat(report.naming()).isEqualTo(format == LoraFormat.KOHYA ? "kohya" : "diffusers");
            assertThat(report.family()).isEqualTo(Family.UNKNOWN);
            assertThat(report.ranks()).containsOnlyKeys(4L);
            assertThat(report.changes())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "U-Net attention",
                            7 * 8,
                            "U-Net feed-forward",
                            7 * 2,
                            "U-Net projection",
                            7 * 2,
                            "U-Net residual block",
                            8 * 3 + 5,
                            "U-Net resampling",
                            2,
                            "text encoder attention",
                            8,
                            "text encoder feed-forward",
                            4));
        }
    }

    @Test
    void aReportNamesTheFamilyByTheWidthOfTheText() {
        for (Map.Entry<Integer, Family> known : Map.of(
                        768, Family.STABLE_DIFFUSION_1,
                        1024, Family.STABLE_DIFFUSION_2,
                        1280, Family.LATENT_DIFFUSION,
                        2048, Family.STABLE_DIFFUSION_XL)
                .entrySet()) {
            for (String name : List.of(
                    "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight",
                    "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn2.processor.to_v_lora.down.weight",
                    "lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight")) {
                Path file =
                        write(Map.of(name, Tensors.zeros(Shape.of(2, known.getKey()), Placement.FLOAT32)), Map.of());
                try (TensorArchive archive = Safetensors.open(file)) {
                    assertThat(Family.of(archive)).as(name).isEqualTo(known.getValue());
                }
            }
        }
    }

    // ---- helpers ---------------------------------------------------------------------------------------------------

    /** Writes random updates of every layer, and returns what the model makes with them beside its layers. */
    private static Tensor written(Narrow kind, Path file, LoraFormat format) {
        LoraSpec spec = new LoraSpec(4, 6, Reach.BLOCKS);
        try (Rng rng = Rng.seeded(3);
                ModelParts parts = kind.parts();
                Lora lora = Lora.attach(parts, Map.of(LoraPart.UNET, spec, LoraPart.TEXT, spec), Init.drawn(rng))) {
            RandomWeights.fill(lora.parameters(), 2);
            lora.write(file, new LoraForm(format, DType.FLOAT32, Map.of("trained_on", "nothing")), lora.parameters());
            return Narrow.output(parts).detach();
        }
    }

    private static Tensor merged(Narrow kind, LoraChoice... choices) {
        try (ModelParts parts = kind.parts()) {
            Loras.of(List.of(choices)).apply(parts);
            return Narrow.output(parts).detach();
        }
    }

    /** An update of rank 2 whose product, before alpha, is 2 everywhere. */
    private static Map<String, Tensor> update(String layer, String down, String up) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(layer + down, Tensors.full(Shape.of(2, INNER), 1, Placement.FLOAT32));
        tensors.put(layer + up, Tensors.full(Shape.of(INNER, 2), 1, Placement.FLOAT32));
        return tensors;
    }

    private static Tensor weight(ModelParts parts) {
        return parts.unet().parameters().get("middle_block.1.transformer_blocks.0.attn1.to_q.weight");
    }

    private Path write(Map<String, Tensor> tensors, Map<String, String> notes) {
        Path file = folder.resolve("other.safetensors");
        Safetensors.write(file, tensors, notes);
        return file;
    }

    private static void assertRefused(Path file, String... parts) {
        try (ModelParts model = Narrow.CLIP.parts();
                ModelParts before = Narrow.CLIP.parts()) {
            assertThatThrownBy(() -> Loras.of(List.of(new LoraChoice(file, 1))).apply(model))
                    .isInstanceOf(ModelException.class)
                    .hasMessageStartingWith(file.toString())
                    .hasMessageContainingAll(parts);
            assertThat(weight(model).toFloats()).isEqualTo(weight(before).toFloats());
        }
    }
}
