package io.sfumato.diffusers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.checkpoint.Checkpoints;
import io.sfumato.checkpoint.FileReport;
import io.sfumato.condition.Caption;
import io.sfumato.condition.clip.ClipFiles;
import io.sfumato.model.Model;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelException;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;
import io.sfumato.nn.Init;
import io.sfumato.nn.RandomWeights;
import io.sfumato.reference.ReferencePart;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small models of every kind, saved as diffusers saves them and in its older and other ways. */
@ExtendWith(NoLeaks.class)
class DiffusersWeightsTest {
    private static final String UNET = "unet/diffusion_pytorch_model.safetensors";

    @TempDir
    private Path temporary;

    private Path write(Kind kind) {
        try (Region region = Region.open();
                ModelParts parts = parts(kind.description(), 1)) {
            return FolderWriter.write(temporary.resolve("diffusers"), kind.description(), parts);
        }
    }

    private static ModelParts parts(ModelDescription description, long seed) {
        ModelParts parts =
                ModelParts.build(description, new Init.Blank(Placement.FLOAT32), Tokenizers.NONE, Placement.FLOAT32);
        RandomWeights.fill(parts.parameters(), seed);
        return parts;
    }

    /** Every parameter is read as it was. */
    private static void check(Kind kind, Path folder) {
        DiffusersFolder found = DiffusersFolder.read(folder);
        try (Region region = Region.open();
                ModelParts expected = parts(kind.description(), 1);
                ModelParts actual = parts(found.description(), 2)) {
            found.fill(actual);
            assertThat(actual.parameters().keySet())
                    .isEqualTo(expected.parameters().keySet());
            expected.parameters().forEach((name, parameter) -> {
                Tensor read = actual.parameters().get(name);
                assertThat(read.shape()).as(name).isEqualTo(parameter.shape());
                assertThat(Arrays.equals(read.toFloats(), parameter.toFloats()))
                        .as(name)
                        .isTrue();
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void aModelComesBackAsItWas(Kind kind) {
        Path folder = write(kind);
        assertThat(DiffusersFolder.read(folder).description()).isEqualTo(kind.description());
        check(kind, folder);
    }

    @ParameterizedTest
    @EnumSource
    void aReportCountsEveryPart(Kind kind) {
        Path folder = write(kind);
        FileReport report = FileReport.of(folder, Optional.empty());
        try (Region region = Region.open();
                ModelParts parts = parts(kind.description(), 1)) {
            assertThat(report.parts().get(ReferencePart.UNET).elements())
                    .isEqualTo(parts.unet().parameterCount());
            assertThat(report.parts().get(ReferencePart.FIRST_STAGE).elements())
                    .isEqualTo(parts.firstStage().parameterCount());
        }
        assertThat(report.notes()).containsEntry("diffusers folder", "diffusers");
        assertThat(report.bytes())
                .isGreaterThan(4 * report.precisions().get(DType.FLOAT32).longValue());
    }

    @ParameterizedTest
    @EnumSource(names = {"CLASSES", "UNCONDITIONAL"})
    void theNamesOfTheLibrarysFirstYearAreRead(Kind kind) {
        Path folder = write(kind);
        for (String file : List.of(UNET, "vqvae/diffusion_pytorch_model.safetensors")) {
            edit(folder.resolve(file), tensors -> List.copyOf(tensors.keySet())
                    .forEach(name -> tensors.put(former(name), tensors.remove(name))));
        }
        check(kind, folder);
    }

    private static String former(String name) {
        return name.replace(".to_q.", ".query.")
                .replace(".to_k.", ".key.")
                .replace(".to_v.", ".value.")
                .replace(".to_out.0.", ".proj_attn.");
    }

    @Test
    void linearProjectionsAroundATransformerAreRead() {
        Path folder = write(Kind.CLIP);
        LibraryConfigs.set(folder.resolve("unet/config.json"), "use_linear_projection", "true");
        edit(
                folder.resolve(UNET),
                tensors -> tensors.replaceAll((name, tensor) -> name.matches(".*attentions.*\\.proj_(in|out)\\.weight")
                        ? tensor.reshape(tensor.size(0), tensor.size(1))
                        : tensor));
        check(Kind.CLIP, folder);
    }

    @Test
    void whatNothingUsesOfATextModelIsPassedOver() {
        Path clip = write(Kind.CLIP);
        edit(
                clip.resolve("text_encoder/model.safetensors"),
                tensors -> tensors.put("text_model.embeddings.position_ids", Tensors.range(9)));
        check(Kind.CLIP, clip);
        Path bert = write(Kind.BERT);
        edit(
                bert.resolve("bert/model.safetensors"),
                tensors -> tensors.put("to_logits.bias", Tensors.zeros(Shape.of(7), Placement.FLOAT32)));
        check(Kind.BERT, bert);
    }

    @ParameterizedTest
    @ValueSource(strings = {".fp16.safetensors", ".bin", ".fp16.bin"})
    void weightsAreFoundUnderTheLibrarysOtherNames(String ending) throws IOException {
        Path folder = write(Kind.BERT);
        for (String network : List.of("unet/diffusion_pytorch_model", "vqvae/diffusion_pytorch_model")) {
            Files.move(folder.resolve(network + ".safetensors"), folder.resolve(network + ending));
        }
        String text = ending.endsWith(".bin") ? "bert/pytorch_model" : "bert/model";
        Files.move(folder.resolve("bert/model.safetensors"), folder.resolve(text + ending));
        check(Kind.BERT, folder); // what a file is, its contents tell
    }

    @Test
    void weightsInSeveralFilesAreRead() throws IOException {
        Path folder = write(Kind.CLASSES);
        Path whole = folder.resolve(UNET);
        Map<String, String> places = new LinkedHashMap<>();
        try (Region region = Region.open();
                TensorArchive archive = Safetensors.open(whole)) {
            List<String> names = List.copyOf(archive.names());
            List<List<String>> halves =
                    List.of(names.subList(0, names.size() / 2), names.subList(names.size() / 2, names.size()));
            for (List<String> half : halves) {
                String file = "diffusion_pytorch_model-0000" + (halves.indexOf(half) + 1) + "-of-00002.safetensors";
                Map<String, Tensor> tensors = new LinkedHashMap<>();
                half.forEach(name -> tensors.put(name, archive.load(name)));
                half.forEach(name -> places.put(name, file));
                Safetensors.write(whole.resolveSibling(file), tensors, Map.of());
            }
        }
        Files.delete(whole);
        Files.writeString(
                whole.resolveSibling("diffusion_pytorch_model.safetensors.index.json"),
                new ObjectMapper().writeValueAsString(Map.of("weight_map", places)));
        check(Kind.CLASSES, folder);
    }

    @Test
    void everythingThatDoesNotFitIsReportedAtOnceWithItsNameInTheFile() {
        Path folder = write(Kind.UNCONDITIONAL);
        edit(folder.resolve(UNET), tensors -> {
            tensors.remove("mid_block.attentions.0.to_k.bias");
            tensors.put("mid_block.attentions.1.extra", Tensors.zeros(Shape.of(1), Placement.FLOAT32));
            tensors.put("conv_in.weight", Tensors.zeros(Shape.of(32, 3, 3, 3), Placement.FLOAT32));
        });
        assertThatThrownBy(() -> check(Kind.UNCONDITIONAL, folder))
                .isInstanceOf(ModelException.class)
                .hasMessage(folder.resolve(UNET) + " does not fit its description: 1 missing"
                        + " (mid_block.attentions.0.to_k.bias); 1 unexpected (mid_block.attentions.1.extra); 1 misshapen"
                        + " (conv_in.weight is [32, 3, 3, 3], expected [32, 4, 3, 3]);"
                        + " is the config.json beside it that of another model?");
    }

    @Test
    void queriesOfAnotherWidthAreRefused() {
        Path folder = write(Kind.UNCONDITIONAL);
        edit(
                folder.resolve(UNET),
                tensors -> tensors.put(
                        "mid_block.attentions.0.to_q.weight", Tensors.zeros(Shape.of(32, 64), Placement.FLOAT32)));
        assertThatThrownBy(() -> check(Kind.UNCONDITIONAL, folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("to_q.weight is [32, 64], expected [64, 64]");
    }

    @ParameterizedTest
    @ValueSource(strings = {UNET, "vae/diffusion_pytorch_model.safetensors", "text_encoder/model.safetensors"})
    void missingWeightsAreNamed(String file) throws IOException {
        Path folder = write(Kind.CLIP);
        Path weights = folder.resolve(file);
        Files.delete(weights);
        assertThatThrownBy(() -> check(Kind.CLIP, folder))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(
                        weights.getParent() + " has no weights, expected one of " + weights.getFileName() + ", ");
    }

    @Test
    void clipReadsWordsWithTheTokenizerOfTheFolder() throws IOException {
        Path folder = write(Kind.CLIP);
        ClipFiles.open(Files.createDirectories(folder.resolve("tokenizer"))).close();
        hear(folder, "a photograph", Shape.of(1, 9, 32));
    }

    @Test
    void bertReadsWordsWithTheVocabularyOfTheFolder() throws IOException {
        Path folder = write(Kind.BERT);
        assertThatThrownBy(() -> hear(folder, "red apple", Shape.of(1, 8, 32)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no tokenizer is in or beside " + folder);
        Files.write(Files.createDirectories(folder.resolve("tokenizer")).resolve("vocab.txt"), Kind.WORDS);
        hear(folder, "red apple", Shape.of(1, 8, 32));
    }

    private static void hear(Path folder, String words, Shape expected) {
        try (Region region = Region.open();
                Model model = Checkpoints.open(folder, CheckpointOptions.NONE, Placement.FLOAT32)) {
            Tensor heard = model.latentDiffusion()
                    .conditioner()
                    .encode(List.of(new Caption(words)))
                    .context()
                    .orElseThrow();
            assertThat(heard.shape()).isEqualTo(expected);
            assertThat(model.hash()).hasSize(10);
        }
    }

    private static void edit(Path file, Consumer<Map<String, Tensor>> change) {
        try (Region region = Region.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            try (TensorArchive archive = Safetensors.open(file)) {
                archive.names().forEach(name -> tensors.put(name, archive.load(name)));
            }
            change.accept(tensors);
            Safetensors.write(file, tensors, Map.of());
        }
    }
}
