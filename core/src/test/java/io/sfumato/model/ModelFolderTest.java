package io.sfumato.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.condition.ClassLabel;
import io.sfumato.condition.text.Tokenizer;
import io.sfumato.condition.text.WordPieceVocabulary;
import io.sfumato.image.Png;
import io.sfumato.pipeline.GenerationListener;
import io.sfumato.pipeline.GenerationRequest;
import io.sfumato.pipeline.GenerationSettings;
import io.sfumato.pipeline.TextToImage;
import io.sfumato.sampling.SamplerChoice;
import io.sfumato.sampling.SamplerName;
import io.sfumato.tensor.ArchiveException;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class ModelFolderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path weights;
    private Path descriptionFile;
    private Path tokenizerFile;

    @BeforeEach
    void writeAModel() {
        TinyModel.write(folder);
        weights = folder.resolve("model.safetensors");
        descriptionFile = folder.resolve("model.json");
        tokenizerFile = folder.resolve("tokenizer.json");
    }

    private static byte[] picture(TextToImage pipeline, String prompt) throws IOException {
        List<BufferedImage> images = new ArrayList<>();
        GenerationRequest request = new GenerationRequest(
                prompt,
                1,
                new GenerationSettings(
                        "", 5, 1, 16, 16, 3, 4, OptionalDouble.empty(), SamplerChoice.of(SamplerName.DDIM)));
        pipeline.generate(request, GenerationListener.collecting(images));
        return Png.of(images.get(0)).encode();
    }

    /** Every complaint about a folder is one line that names the file. */
    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            Class<? extends RuntimeException> type, Path file) {
        return assertThatThrownBy(
                        () -> ModelFolder.open(folder, Precision.FLOAT32).close())
                .isInstanceOf(type)
                .hasMessageContaining(file.toString())
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void whatIsHeardInsideCannotStandBesideTheLatents() throws IOException {
        ObjectNode description = (ObjectNode) JSON.readTree(descriptionFile.toFile());
        JsonNode text = description.get("conditioner");
        ObjectNode both = description.putObject("conditioner").put("type", "both");
        both.set("beside", text);
        both.set("inside", text);
        JSON.writeValue(descriptionFile.toFile(), description);
        assertRefused(ModelException.class, descriptionFile).hasMessageContaining("conditioner.beside");
    }

    // ---- what is good ----------------------------------------------------------------------------------------------

    @Test
    void aModelReadFromItsFolderMakesTheSamePictures() throws IOException {
        byte[] expected;
        try (Tokenizer tokenizer = TinyModel.tokenizer();
                ModelParts parts = TinyModel.parts(Tokenizers.of(tokenizer), Placement.FLOAT32)) {
            TextToImage inMemory =
                    new TextToImage(Model.latentDiffusion(TinyModel.description(), parts, Placement.FLOAT32));
            expected = picture(inMemory, "a red apple");
        }
        try (Model model = ModelFolder.open(folder, Precision.FLOAT32)) {
            assertThat(picture(model.textToImage(), "a red apple")).containsExactly(expected);
            assertThat(picture(model.textToImage(), "noto style")).isNotEqualTo(expected);
        }
    }

    @Test
    void aModelSaysWhatItIs() {
        try (Model model = ModelFolder.open(folder, Precision.BFLOAT16)) {
            assertThat(model.name()).isEqualTo("tiny");
            assertThat(model.description()).isEqualTo(TinyModel.description());
            assertThat(model.defaults().sampler()).isEqualTo(SamplerChoice.of(SamplerName.DDIM));
            assertThat(model.compute()).isEqualTo(Placement.BFLOAT16);
            assertThat(model.hash()).matches("[0-9a-f]{10}");
            assertThat(model.firstStage().latentShape(Shape.of(1, 3, 16, 16))).isEqualTo(Shape.of(1, 4, 4, 4));
        }
    }

    @ParameterizedTest
    @CsvSource({"DDIM, ddim", "dpmpp_2m_karras, dpmpp_2m_karras", "DPM++ SDE Karras, dpmpp_sde_karras"})
    void theSamplerIsReadByAnyNameItHas(String written, String meant) throws IOException {
        ObjectNode description = description();
        ((ObjectNode) description.at("/defaults")).put("sampler", written);
        write(description);
        try (Model model = ModelFolder.open(folder, Precision.FLOAT32)) {
            assertThat(model.defaults().sampler()).hasToString(meant);
        }
    }

    @Test
    void theSameModelIsTheSameBytes() throws IOException {
        Path again = folder.resolve("again");
        TinyModel.write(again);
        for (String name : List.of("model.json", "model.safetensors", "tokenizer.json")) {
            assertThat(Files.readAllBytes(again.resolve(name)))
                    .as(name)
                    .containsExactly(Files.readAllBytes(folder.resolve(name)));
        }
    }

    @Test
    void theHashIsThatOfTheWeightsAlone() throws IOException {
        String before = hash();
        ObjectNode description = description();
        description.put("name", "renamed");
        write(description);
        assertThat(hash()).isEqualTo(before);
        rewriteWeights(tensors -> tensors.replaceAll((name, tensor) -> tensor.mul(2)));
        assertThat(hash()).isNotEqualTo(before);
    }

    private String hash() {
        try (Model model = ModelFolder.open(folder, Precision.FLOAT32)) {
            return model.hash();
        }
    }

    @Test
    void weightsAreStoredInHalfPrecisionUnderTheNamesOfTheirParts() throws IOException {
        try (TensorArchive archive = Safetensors.open(weights)) {
            assertThat(archive.names())
                    .contains(
                            "first_stage.encoder.conv_in.weight",
                            "first_stage.post_quant_conv.bias",
                            "text.transformer.token_emb.weight",
                            "text.sketch.layers.out.weight",
                            "unet.input_blocks.0.0.weight",
                            "unet.label_emb.0.0.weight");
            assertThat(archive.names()).allMatch(name -> archive.dtype(name) == DType.FLOAT16);
            assertThat(archive.metadata()).containsEntry("format", "sfumato");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("model.json", "model.safetensors", "tokenizer.json");
        }
    }

    @Test
    void theDescriptionIsReadableAndOrdered() throws IOException {
        ObjectNode description = description();
        assertThat(description.fieldNames())
                .toIterable()
                .containsExactly(
                        "version",
                        "name",
                        "first_stage",
                        "scaling",
                        "conditioner",
                        "unet",
                        "preconditioning",
                        "defaults",
                        "provenance");
        assertThat(description.at("/unet/attention/type").textValue()).isEqualTo("cross");
        assertThat(description.at("/unet/attention/heads/type").textValue()).isEqualTo("width");
        assertThat(description.at("/preconditioning/type").textValue()).isEqualTo("v");
        assertThat(description.at("/preconditioning/table/schedule/type").textValue())
                .isEqualTo("scaled_linear");
        assertThat(Files.readString(descriptionFile)).endsWith("}\n");
    }

    /** Files of earlier versions have neither; what is not known is not written. */
    @Test
    void classesAndAbsenceAreWrittenWhereTheyAreKnown() throws IOException {
        ObjectNode told = description();
        told.putObject("conditioner").put("type", "label").put("classes", 3);
        write(told);
        ModelDescription old = ModelFolder.description(folder);
        assertThat(old.classes()).isEmpty();
        assertThat(old.absence()).isEmpty();
        assertThat(old.absent()).contains(new ClassLabel(2));
        told.putArray("classes").add("cat").add("dog");
        write(told.put("absence", "unlearned"));
        ModelDescription known = ModelFolder.description(folder);
        assertThat(known.classes()).containsExactly("cat", "dog");
        assertThat(known.absent()).isEmpty();
        String text = SpecJson.json().writeValueAsString(known);
        assertThat(SpecJson.json().readValue(text, ModelDescription.class)).isEqualTo(known);
        assertThat(SpecJson.json().writeValueAsString(old)).doesNotContain("absence", "\"classes\" : [");
    }

    @Test
    void namesOfClassesAreThoseOfAModelThatHearsThem() throws IOException {
        ObjectNode told = description();
        told.putArray("classes").add("cat");
        write(told);
        assertRefused(ModelException.class, descriptionFile).hasMessageContaining("1 names, expected 0 at most");
        told.putArray("classes").add("\u001b[2J");
        write(told);
        assertRefused(ModelException.class, descriptionFile).hasMessageContaining("name of class 0 is empty, longer");
    }

    // ---- descriptions ----------------------------------------------------------------------------------------------

    private ObjectNode description() throws IOException {
        return (ObjectNode) JSON.readTree(descriptionFile.toFile());
    }

    private void write(JsonNode description) throws IOException {
        Files.writeString(descriptionFile, JSON.writeValueAsString(description));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/ | version | 1 | version is 1",
                "/ | colour | \"red\" | colour",
                "/unet | depth | 3 | depth",
                "/unet | width | 33 | width is 33",
                "/unet | width | \"wide\" | wide",
                "/unet | width | null | width",
                "/unet | attention | null | attention",
                "/unet/whole | width | -1 | vector width is -1",
                "/unet/attention | type | \"crossed\" | crossed",
                "/unet/attention/heads | channels | 0 | 0 channels",
                "/unet | modulation | \"twist\" | twist",
                "/first_stage/sizes | patch | 3 | patch is 3",
                "/scaling | scale | 0 | scale is 0",
                "/ | scaling | null | scaling",
                "/ | conditioner | 5 | conditioner",
                "/conditioner | type | \"ouija\" | ouija",
                "/conditioner | sizes | 5 | TextSpec",
                "/conditioner/sizes/transformer | window | 0 | window",
                "/preconditioning | type | 7 | 7",
                "/preconditioning/table | timesteps | 0 | 0 timesteps",
                "/defaults | sampler | \"magic\" | magic",
                "/defaults | steps | [] | steps",
            })
    void aDescriptionWithAWrongValueIsRefused(String where, String key, String value, String complaint)
            throws IOException {
        ObjectNode description = description();
        ObjectNode target = where.equals("/") ? description : (ObjectNode) description.at(where);
        target.set(key, JSON.readTree(value));
        write(description);
        assertRefused(ModelException.class, descriptionFile).hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource({
        "/,version",
        "/,name",
        "/,provenance",
        "/unet,multipliers",
        "/unet,whole",
        "/unet/attention,type",
        "/unet/attention,heads",
        "/preconditioning,table",
        "/preconditioning/table,timesteps",
        "/defaults,guidance"
    })
    void aDescriptionWithoutAKeyIsRefused(String where, String key) throws IOException {
        ObjectNode description = description();
        ObjectNode target = where.equals("/") ? description : (ObjectNode) description.at(where);
        target.remove(key);
        write(description);
        assertRefused(ModelException.class, descriptionFile).hasMessageContaining(key);
    }

    @Test
    void aDescriptionThatIsNotJsonIsRefused() throws IOException {
        String whole = Files.readString(descriptionFile);
        for (String text :
                List.of("", "garbage", "[]", "null", whole.substring(0, whole.length() / 2), whole + "more", "{}")) {
            Files.writeString(descriptionFile, text);
            assertRefused(ModelException.class, descriptionFile);
        }
        Files.writeString(descriptionFile, whole.replaceFirst("\"version\" : \\d+", "\"version\" : 1"));
        assertRefused(ModelException.class, descriptionFile)
                .hasMessageContaining("version is 1, expected " + ModelDescription.VERSION)
                .hasMessageContaining("another version of this program")
                .hasMessageNotContaining("io.sfumato");
        Files.delete(descriptionFile);
        assertRefused(ModelException.class, descriptionFile);
    }

    // ---- weights ---------------------------------------------------------------------------------------------------

    private void rewriteWeights(java.util.function.Consumer<Map<String, Tensor>> change) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (TensorArchive archive = Safetensors.open(weights)) {
            archive.names().forEach(name -> tensors.put(name, archive.load(name)));
        }
        change.accept(tensors);
        Safetensors.write(weights, tensors, Map.of());
    }

    @Test
    void everythingThatDoesNotFitIsReportedTogether() {
        rewriteWeights(tensors -> {
            tensors.remove("unet.out.2.bias");
            tensors.remove("text.transformer.norm.weight");
            tensors.put("unet.out.3.bias", Tensors.zeros(Shape.of(1), Placement.FLOAT32));
            tensors.put("text.transformer.norm.bias", Tensors.zeros(Shape.of(33), Placement.FLOAT32));
        });
        assertRefused(ModelException.class, weights)
                .hasMessageContaining("2 missing (text.transformer.norm.weight; unet.out.2.bias)")
                .hasMessageContaining("1 unexpected (unet.out.3.bias)")
                .hasMessageContaining("1 misshapen (text.transformer.norm.bias is [33], expected [32])");
    }

    @Test
    void ofManyMisfitsTheFirstTenAreNamed() {
        rewriteWeights(tensors -> tensors.keySet().removeIf(name -> name.startsWith("unet.")));
        assertRefused(ModelException.class, weights)
                .hasMessageContaining("missing (unet.input_blocks")
                .hasMessageContaining("…")
                .satisfies(e -> assertThat(e.getMessage().split("unet\\.", -1)).hasSize(11));
    }

    @Test
    void weightsThatAreCutOrMissingAreRefused() throws IOException {
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(whole, whole.length / 2));
        assertRefused(ArchiveException.class, weights);
        Files.delete(weights);
        assertRefused(ArchiveException.class, weights).hasMessageContaining("no such file");
    }

    // ---- tokenizers ------------------------------------------------------------------------------------------------

    @Test
    void aTokenizerThatIsMissingOrGarbageIsRefused() throws IOException {
        for (String text : List.of("", "garbage", "{}", "{\"model\":{\"type\":\"WordPiece\",\"vocab\":5}}")) {
            Files.writeString(tokenizerFile, text);
            assertRefused(ModelException.class, tokenizerFile);
        }
        Files.delete(tokenizerFile);
        assertRefused(ModelException.class, tokenizerFile).hasMessageContaining("needs its tokenizer");
    }

    /** Its ids would lead out of the model's table of words. */
    @Test
    void theTokenizerOfAnotherModelIsRefused() throws IOException {
        Files.writeString(
                tokenizerFile,
                WordPieceVocabulary.of(List.of("many more words")).toJson());
        assertRefused(ModelException.class, tokenizerFile).hasMessageContaining("words");
    }

    @Test
    void whatIsNotAFolderIsRefused() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> ModelFolder.open(missing, Precision.FLOAT32))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("no such folder")
                .hasMessageContaining("model.json");
        assertThatThrownBy(() -> ModelFolder.open(weights, Precision.FLOAT32)).isInstanceOf(ModelException.class);
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaidSo() {
        try (Tokenizer tokenizer = TinyModel.tokenizer();
                ModelParts parts = TinyModel.parts(Tokenizers.of(tokenizer), Placement.FLOAT32)) {
            assertThatThrownBy(
                            () -> ModelFolder.write(weights, TinyModel.description(), parts, Tokenizers.of(tokenizer)))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining(weights.toString())
                    .hasMessageContaining("cannot be written");
        }
    }
}
