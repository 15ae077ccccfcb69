package io.sfumato.lora;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelException;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;
import io.sfumato.nn.Conv2d;
import io.sfumato.nn.GroupNorm;
import io.sfumato.nn.Init;
import io.sfumato.nn.Linear;
import io.sfumato.nn.RandomWeights;
import io.sfumato.nn.WeightedLayer;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.ReferenceConfig;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.testkit.NoLeaks;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class LoraTest {
    private static final LoraSpec SPEC = new LoraSpec(4, 2, Reach.BLOCKS);
    private static final Init NOWHERE = new Init.Blank(new Placement(Device.META, DType.FLOAT32));

    private final Rng rng = Rng.seeded(3);

    @AfterEach
    void closeNumbers() {
        rng.close();
    }

    @Test
    void aLinearMapGetsTheScaledProduct() {
        checkFormula(new Linear(5, 7, Init.drawn(rng)), rng.normal(Shape.of(2, 3, 5)));
    }

    @Test
    void convolutionsOfAnyKernelGetTheScaledProduct() {
        Tensor x = rng.normal(Shape.of(2, 5, 6, 7));
        checkFormula(Conv2d.pointwise(5, 7, Init.drawn(rng)), x);
        checkFormula(Conv2d.same(5, 7, Init.drawn(rng)), x);
        checkFormula(Conv2d.halving(5, 7, 1, Init.drawn(rng)), x);
    }

    /** W x + (α / rank) up down x = (W + (α / rank) up down) x. */
    private <M extends WeightedLayer> void checkFormula(M layer, Tensor x) {
        Adapter adapter = Adapter.of(layer, 2, 3, Init.drawn(rng));
        RandomWeights.fill(adapter.parameters(), 5);
        Tensor alone = layer.forward(x).detach();
        layer.adapt(adapter);
        Tensor beside = layer.forward(x).detach();
        layer.leaveAlone();
        Update update = new Update(
                adapter.parameters().get("lora_down.weight").detach(),
                adapter.parameters().get("lora_up.weight").detach(),
                3);
        Tensor product = update.product(layer.weight().shape(), 1);
        assertThat(product.abs().max().item()).isGreaterThan(0.1);
        layer.weight().freeze().addRoundedOnceInPlace(product);
        assertClose(layer.forward(x).detach(), beside, 1e-5);
        assertClose(layer.forward(x).sub(alone).detach(), beside.sub(alone), 1e-5);
        layer.close();
        adapter.close();
    }

    @Test
    void halfAResidualBlockAndADoublingAreAdaptedToo() {
        Conv2d layer = Conv2d.same(32, 7, Init.drawn(rng));
        GroupNorm norm = new GroupNorm(32, 1e-5, Init.drawn(rng));
        Tensor x = rng.normal(Shape.of(1, 32, 4, 4));
        Tensor activated = layer.activated(norm).forward(x).detach();
        Tensor doubled = layer.doubling().forward(x).detach();
        layer.adapt(y -> layer.weight().sum().mul(0).add(1));
        assertClose(layer.activated(norm).forward(x).detach(), activated.add(1), 1e-5);
        assertClose(layer.doubling().forward(x).detach(), doubled.add(1), 1e-5);
        layer.close();
        norm.close();
    }

    @ParameterizedTest
    @EnumSource
    void freshUpdatesChangeNothingAndTrainedOnesDo(Narrow kind) {
        try (ModelParts parts = kind.parts()) {
            Tensor before = Narrow.output(parts).detach();
            try (Lora lora = attach(parts)) {
                assertThat(Narrow.output(parts).toFloats()).isEqualTo(before.toFloats());
                RandomWeights.fill(lora.parameters(), 2);
                assertThat(difference(parts, before)).isGreaterThan(1e-2);
            }
            assertThat(Narrow.output(parts).toFloats()).isEqualTo(before.toFloats());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theGradientReachesTheUpdatesAlone(Narrow kind) {
        try (ModelParts parts = kind.parts();
                Lora lora = attach(parts)) {
            RandomWeights.fill(lora.parameters(), 2);
            Narrow.output(parts).square().sum().backward();
            lora.parameters().forEach((name, tensor) -> {
                Tensor gradient = Objects.requireNonNull(tensor.grad(), name);
                assertThat(gradient.abs().max().item()).as(name).isPositive();
            });
            parts.parameters().forEach((name, tensor) -> {
                assertThat(tensor.requiresGrad()).as(name).isFalse();
                assertThat(tensor.grad()).as(name).isNull();
            });
        }
    }

    @Test
    void theModelsOwnNamesStayAsTheyAre() {
        try (ModelParts parts = Narrow.CLIP.parts()) {
            Set<String> names = Set.copyOf(parts.parameters().keySet());
            try (Lora lora = attach(parts)) {
                assertThat(parts.parameters()).containsOnlyKeys(names);
                assertThat(lora.parameters())
                        .containsKeys(
                                "unet.middle_block.1.transformer_blocks.0.attn1.to_q.lora_down.weight",
                                "unet.input_blocks.2.0.op.lora_up.weight",
                                "clip.encoder.layers.1.mlp.fc2.lora_up.weight");
            }
        }
    }

    @Test
    void downBeginsUniformWithinTheKaimingBoundAndUpAsZero() {
        try (ModelParts parts = Narrow.CLIP.parts();
                Lora lora = attach(parts)) {
            lora.parameters().forEach((name, tensor) -> {
                double largest = tensor.abs().max().item();
                if (name.endsWith("lora_up.weight")) {
                    assertThat(largest).as(name).isZero();
                } else {
                    double bound = 1 / Math.sqrt((double) tensor.elements() / tensor.size(0));
                    assertThat(largest).as(name).isBetween(0.8 * bound, bound);
                }
            });
        }
    }

    @Test
    void aLayerHasOneAdapter() {
        try (ModelParts parts = Narrow.CLIP.parts();
                Lora lora = attach(parts)) {
            assertThat(lora.parameters()).isNotEmpty();
            assertThatThrownBy(() -> attach(parts)).hasMessageContaining("has an adapter already");
        }
    }

    @Test
    void aModelWithoutSuchLayersIsRefused() {
        try (ModelParts parts = Narrow.unconditional()) {
            assertThatThrownBy(() -> Lora.attach(
                            parts, Map.of(LoraPart.UNET, new LoraSpec(4, 4, Reach.ATTENTION)), Init.drawn(rng)))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("the U-Net of this model has no layers of the kind attention");
            assertThatThrownBy(() -> Lora.attach(parts, Map.of(LoraPart.TEXT, SPEC), Init.drawn(rng)))
                    .hasMessageContaining("the text encoder of this model");
        }
    }

    @Test
    void specsAreChecked() {
        assertThatThrownBy(() -> new LoraSpec(0, 1, Reach.BLOCKS)).hasMessageContaining("rank is 0");
        assertThatThrownBy(() -> new LoraSpec(1, Double.NaN, Reach.BLOCKS)).hasMessageContaining("alpha is NaN");
    }

    // ---- which layers, as kohya's scripts name and count them ------------------------------------------------------

    @Test
    void transformersOfStableDiffusionAreThe192And72OfKohyasScripts() {
        assertThat(kohya(LoraPart.UNET, Reach.TRANSFORMERS)).containsExactlyInAnyOrderElementsOf(kohyasUnet());
        assertThat(kohya(LoraPart.TEXT, Reach.TRANSFORMERS)).containsExactlyInAnyOrderElementsOf(kohyasText());
        assertThat(kohyasUnet()).hasSize(192);
        assertThat(kohyasText()).hasSize(72);
    }

    @Test
    void withConvolutionsThereAre278AsInKohyasScripts() {
        assertThat(kohya(LoraPart.UNET, Reach.BLOCKS))
                .hasSize(278)
                .containsAll(kohyasUnet())
                .contains(
                        "lora_unet_down_blocks_0_resnets_0_conv1",
                        "lora_unet_down_blocks_1_resnets_0_conv_shortcut",
                        "lora_unet_down_blocks_0_downsamplers_0_conv",
                        "lora_unet_up_blocks_2_upsamplers_0_conv",
                        "lora_unet_mid_block_resnets_1_time_emb_proj");
    }

    @Test
    void attentionAloneIsFourLayersOfEachAttention() {
        assertThat(kohya(LoraPart.UNET, Reach.ATTENTION)).hasSize(16 * 2 * 4);
        assertThat(kohya(LoraPart.TEXT, Reach.ATTENTION)).hasSize(12 * 4);
    }

    private static List<String> kohyasUnet() {
        List<String> names = new ArrayList<>();
        for (int block = 0; block < 3; block++) {
            addTransformers(names, "lora_unet_down_blocks_" + block, 2);
            addTransformers(names, "lora_unet_up_blocks_" + (block + 1), 3);
        }
        addTransformers(names, "lora_unet_mid_block", 1);
        return names;
    }

    private static void addTransformers(List<String> names, String block, int count) {
        for (int i = 0; i < count; i++) {
            String transformer = block + "_attentions_" + i;
            names.add(transformer + "_proj_in");
            names.add(transformer + "_proj_out");
            for (String layer : List.of("to_q", "to_k", "to_v", "to_out_0")) {
                names.add(transformer + "_transformer_blocks_0_attn1_" + layer);
                names.add(transformer + "_transformer_blocks_0_attn2_" + layer);
            }
            names.add(transformer + "_transformer_blocks_0_ff_net_0_proj");
            names.add(transformer + "_transformer_blocks_0_ff_net_2");
        }
    }

    private static List<String> kohyasText() {
        List<String> names = new ArrayList<>();
        for (int layer = 0; layer < 12; layer++) {
            for (String part :
                    List.of("self_attn_q_proj", "self_attn_k_proj", "self_attn_v_proj", "self_attn_out_proj")) {
                names.add("lora_te_text_model_encoder_layers_" + layer + "_" + part);
            }
            names.add("lora_te_text_model_encoder_layers_" + layer + "_mlp_fc1");
            names.add("lora_te_text_model_encoder_layers_" + layer + "_mlp_fc2");
        }
        return names;
    }

    private static List<String> kohya(LoraPart part, Reach reach) {
        return ofStableDiffusion(parts ->
                Sites.of(parts).reached(part, reach).stream().map(Site::kohya).collect(Collectors.toList()));
    }

    private static <T> T ofStableDiffusion(Function<ModelParts, T> question) {
        ReferenceConfig config =
                ReferenceConfig.read(official("sd__configs__stable-diffusion__v1-inference.yaml"), HeadRule.CONFIGURED);
        ModelDescription description = ((ReferenceConfig.Diffusion) config).description();
        try (ModelParts parts = ModelParts.build(description, NOWHERE, Tokenizers.NONE, Placement.FLOAT32)) {
            return question.apply(parts);
        }
    }

    private static Path official(String name) {
        try {
            return Path.of(Objects.requireNonNull(LoraTest.class.getResource("/official/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Lora attach(ModelParts parts) {
        return Lora.attach(parts, Map.of(LoraPart.UNET, SPEC, LoraPart.TEXT, SPEC), Init.drawn(rng));
    }

    private static double difference(ModelParts parts, Tensor before) {
        return Narrow.output(parts).detach().sub(before).abs().max().item();
    }
}
