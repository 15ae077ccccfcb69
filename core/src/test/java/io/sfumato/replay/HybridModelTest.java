package io.sfumato.replay;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.checkpoint.Checkpoints;
import io.sfumato.checkpoint.Conversion;
import io.sfumato.checkpoint.FileReport;
import io.sfumato.condition.Condition;
import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.condition.clip.ClipTextTransformer;
import io.sfumato.golden.FormulaWeights;
import io.sfumato.golden.Golden;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.Model;
import io.sfumato.model.ModelException;
import io.sfumato.nn.Init;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.ReferenceConfig;
import io.sfumato.sampling.ClassifierFree;
import io.sfumato.sampling.Denoise;
import io.sfumato.sampling.SampleListener;
import io.sfumato.sampling.Sampler;
import io.sfumato.sampling.SamplerChoice;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model that hears a map beside the latents and a class by cross-attention: the reference's hybrid conditioning. */
@ExtendWith(NoLeaks.class)
class HybridModelTest {
    private static final String BESIDE = "cond_stage_model.concat_conditioner.channel_mapper.weight";
    private static final String INSIDE = "cond_stage_model.crossattn_conditioner.embedding.weight";
    private static final ClipTextSpec CLIP = new ClipTextSpec(99, 77, 64, 1, 1, 64, ClipTextSpec.Activation.QUICK_GELU);
    private static final int GUIDANCE = 3;

    private static final String TWO = """
                conditioning_key: hybrid
                cond_stage_config:
                  target: ldm.modules.diffusionmodules.util.HybridConditioner
                  params:
                    c_concat_config:
                      target: ldm.modules.encoders.modules.SpatialRescaler
                      params:
                        n_stages: 1
                        in_channels: 9
                        out_channels: 3
                    c_crossattn_config:
                      target: ldm.modules.encoders.modules.ClassEmbedder
                      params:
                        n_classes: 11
                        embed_dim: 64
            """;

    @TempDir
    private Path folder;

    private Path inputs;

    @BeforeEach
    void writeInputs() {
        inputs = folder.resolve("inputs.safetensors");
        write(inputs, all -> all);
    }

    private static void write(Path file, UnaryOperator<Map<String, Tensor>> change) {
        try (Region region = Region.open();
                Rng rng = Rng.seeded(5)) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            tensors.put("x_T", rng.normal(Shape.of(2, 3, 16, 16)));
            tensors.put("segmentation", rng.uniform(Shape.of(2, 9, 32, 32)));
            tensors.put("class_label", Tensors.of(new long[] {3, 7}, Shape.of(2)));
            tensors.put("uncond.class_label", Tensors.of(new long[] {10, 10}, Shape.of(2)));
            Safetensors.write(file, change.apply(tensors), Map.of());
        }
    }

    private Path config(UnaryOperator<String> change) throws IOException {
        String text = Files.readString(Golden.file("semantic-synthesis", "config.yaml"))
                .replaceFirst("(?s)    cond_stage_config:.*", TWO)
                .replace(
                        "num_heads: 8", "num_heads: 8\n        use_spatial_transformer: true\n        context_dim: 64");
        return Files.writeString(folder.resolve("model.yaml"), change.apply(text));
    }

    private Path checkpoint(Path config, Map<String, Shape> further) {
        Path file = folder.resolve("model.safetensors");
        try (Region region = Region.open()) {
            Map<String, Shape> shapes = new LinkedHashMap<>(ReferenceConfig.read(config, HeadRule.CONFIGURED)
                    .stateDict()
                    .shapes());
            shapes.putAll(further);
            Safetensors.write(file, FormulaWeights.checkpoint(shapes), Map.of());
        }
        return file;
    }

    private Model model() throws IOException {
        return open(checkpoint(config(text -> text), Map.of()));
    }

    private static Model open(Path path) {
        CheckpointOptions options = new CheckpointOptions(
                Optional.empty(),
                Optional.empty(),
                CheckpointOptions.Words.TOKENIZED,
                CheckpointOptions.NONE.weights(),
                HeadRule.CONFIGURED);
        return Checkpoints.open(path, options, Placement.FLOAT32);
    }

    private static Sampler sampler(Model model) {
        return SamplerChoice.parse("euler").build(model.latentDiffusion().levels(), 2);
    }

    private Tensor latent(Model model, Path given) {
        Path out = folder.resolve("out.safetensors");
        new Replay(model, sampler(model), GUIDANCE).run(given, out, SampleListener.NONE);
        try (TensorArchive archive = Safetensors.open(out)) {
            return archive.load("latent");
        }
    }

    /** What the reference's two conditioners make of the inputs, by hand. */
    private static Condition condition(TensorArchive given, TensorArchive weights, String classes) {
        Tensor map = Functional.resizeBilinear(given.load("segmentation"), 16, 16);
        Tensor vectors = weights.load(INSIDE, Placement.FLOAT32).indexSelect(0, given.load(classes));
        return Condition.none()
                .withConcat(Functional.conv2d(map, weights.load(BESIDE, Placement.FLOAT32), null, 1, 0))
                .withContext(vectors.unsqueeze(1)); // [N, 1, D]
    }

    @Test
    void aRunIsThatOfANetworkWhichIsGivenBothByHand() throws IOException {
        try (Model model = model();
                TensorArchive given = Safetensors.open(inputs);
                TensorArchive weights = Safetensors.open(folder.resolve("model.safetensors"))) {
            Tensor expected = Grad.off(() -> {
                Denoise denoise = new ClassifierFree(GUIDANCE, condition(given, weights, "uncond.class_label"))
                        .bind(model.latentDiffusion().denoiser(), condition(given, weights, "class_label"));
                return sampler(model)
                        .sample(denoise, given.load("x_T"), shape -> given.load("x_T"), SampleListener.NONE);
            });
            assertClose(latent(model, inputs), expected, 1e-5);
        }
    }

    @Test
    void bothAreHeard() throws IOException {
        Path other = folder.resolve("other.safetensors");
        try (Model model = model()) {
            double[] heard = latent(model, inputs).toDoubles();
            write(other, all -> with(all, "class_label", Tensors.of(new long[] {3, 8}, Shape.of(2))));
            assertThat(latent(model, other).toDoubles()).isNotEqualTo(heard);
            write(
                    other,
                    all -> with(all, "segmentation", all.get("segmentation").mul(0.5)));
            assertThat(latent(model, other).toDoubles()).isNotEqualTo(heard);
            write(other, all -> with(all, "uncond.segmentation", all.get("segmentation")));
            assertThat(latent(model, other).toDoubles()).isEqualTo(heard);
            write(
                    other,
                    all -> with(
                            all, "uncond.segmentation", all.get("segmentation").mul(0.5)));
            assertThat(latent(model, other).toDoubles()).isNotEqualTo(heard);
        }
    }

    private static Map<String, Tensor> with(Map<String, Tensor> all, String name, Tensor tensor) {
        all.put(name, tensor);
        return all;
    }

    @ParameterizedTest
    @CsvSource({"segmentation, has no segmentation", "class_label, has no class_label"})
    void eachOfTheTwoMustBeGiven(String missing, String complaint) throws IOException {
        write(inputs, all -> {
            all.remove(missing);
            return all;
        });
        try (Model model = model()) {
            assertThatThrownBy(() -> latent(model, inputs))
                    .isInstanceOf(ReplayException.class)
                    .hasMessageContaining(complaint);
        }
    }

    @Test
    void theCheckpointFitsAndItsModelFolderMakesTheSame() throws IOException {
        Path config = config(text -> text);
        Path checkpoint = checkpoint(config, Map.of());
        FileReport report = FileReport.of(checkpoint, Optional.of(ReferenceConfig.read(config, HeadRule.CONFIGURED)));
        assertThat(report.fit().orElseThrow().isExact()).isTrue();
        Path converted = folder.resolve("converted");
        Conversion.run(checkpoint, CheckpointOptions.NONE, converted);
        try (Model original = open(checkpoint);
                Model copy = open(converted);
                TensorArchive weights = Safetensors.open(converted.resolve("model.safetensors"))) {
            assertThat(copy.description().conditioner())
                    .isEqualTo(original.description().conditioner());
            assertThat(weights.names()).contains("semantic.channel_mapper.weight", "class.embedding.weight");
            assertClose(latent(copy, inputs), latent(original, inputs), 1e-6);
        }
    }

    /** Words instead of the class: BERT has an unused head in checkpoints, and CLIP's sizes are only there. */
    @Test
    void wordsMayBeWhatIsAttendedTo() throws IOException {
        Path bert = config(
                text -> text.replaceFirst(
                        "(?s)\\s+target: ldm.modules.encoders.modules.ClassEmbedder.*",
                        " {target: ldm.modules.encoders.modules.BERTEmbedder, params: {n_embed: 64, n_layer: 1, vocab_size: 50}}"));
        try (Model model = open(checkpoint(bert, Map.of()))) {
            assertThat(model.description().conditioner().readsWords()).isTrue();
        }
        Path clip = config(text -> text.replaceFirst(
                "(?s)ldm.modules.encoders.modules.ClassEmbedder.*",
                "ldm.modules.encoders.modules.FrozenCLIPEmbedder\n"));
        Map<String, Shape> shapes = new LinkedHashMap<>();
        try (ClipTextTransformer text = new ClipTextTransformer(CLIP, new Init.Blank(Placement.FLOAT32))) {
            text.parameters()
                    .forEach((key, tensor) -> shapes.put(
                            "cond_stage_model.crossattn_conditioner.transformer.text_model." + key, tensor.shape()));
        }
        try (Model model = open(checkpoint(clip, shapes))) {
            assertThat(model.description().conditioner().inside()).isEqualTo(new ConditionerSpec.ClipText(CLIP));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ldm.modules.diffusionmodules.util.HybridConditioner | torch.nn.Identity | since conditioning_key is hybrid",
                "c_crossattn_config | c_context_config | c_crossattn_config is missing",
                "encoders.modules.SpatialRescaler | encoders.modules.SpatialScaler | c_concat_config.target",
                "conditioning_key: hybrid | conditioning_key: both | expected concat, crossattn, hybrid or adm",
                "conditioning_key: hybrid | conditioning_key: crossattn | is not known here",
                "n_stages: 1 | stages: 1 | stages is not known here"
            })
    void whatDoesNotMakeTwoIsRefused(String old, String changed, String complaint) throws IOException {
        Path config = config(text -> text.replace(old, changed));
        assertThatThrownBy(() -> ReferenceConfig.read(config, HeadRule.CONFIGURED))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(complaint)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void twoThatAreTheOtherWayRoundAreRefused() throws IOException {
        Path config = config(text -> text.replace("c_concat_config", "x")
                .replace("c_crossattn_config", "c_concat_config")
                .replace("x:", "c_crossattn_config:"));
        assertThatThrownBy(() -> ReferenceConfig.read(config, HeadRule.CONFIGURED))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("Are the two the other way round?");
    }

    @Test
    void classesNeedAUNetThatHasATableOfThem() throws IOException {
        Path config = folder.resolve("model.yaml");
        Files.writeString(
                config,
                Files.readString(Golden.file("class-conditional", "config.yaml"))
                        .replace("conditioning_key: crossattn", "conditioning_key: adm"));
        assertThatThrownBy(() -> ReferenceConfig.read(config, HeadRule.CONFIGURED))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("conditioning_key is adm")
                .hasMessageContaining("has no num_classes");
    }
}
