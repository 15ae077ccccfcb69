package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.reference.HeadRule;
import io.sfumato.reference.ReferenceConfig;
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
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sample}, {@code inspect} and {@code convert} of a checkpoint with random weights. */
@ExtendWith(NoLeaks.class)
class SampleCommandTest {
    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Path config;
    private static Path checkpoint;
    private static Path inputs;

    @BeforeAll
    static void write() throws IOException, URISyntaxException {
        Path golden = Path.of(Objects.requireNonNull(SampleCommandTest.class.getResource("/golden/class-conditional"))
                .toURI());
        config = Files.copy(golden.resolve("config.yaml"), shared.resolve("model.yaml"));
        inputs = golden.resolve("io.safetensors");
        checkpoint = shared.resolve("model.safetensors");
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (Region region = Region.open();
                Rng rng = Rng.seeded(1)) {
            ReferenceConfig.read(config, HeadRule.CONFIGURED)
                    .stateDict()
                    .shapes()
                    .forEach((key, shape) -> tensors.put(key, rng.normal(shape).mul(0.1)));
            Safetensors.write(checkpoint, tensors, Map.of("global_step", "7"));
        }
    }

    private Session sample(String... further) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("--model", checkpoint.toString());
        options.put("--inputs", inputs.toString());
        options.put("--outputs", folder.resolve("out.safetensors").toString());
        options.put("--steps", "2");
        for (int i = 0; i < further.length; i += 2) {
            options.put(further[i], further[i + 1]);
        }
        List<String> args = new ArrayList<>(List.of("sample"));
        options.forEach((name, value) -> args.addAll(List.of(name, value)));
        return Session.of(args.toArray(String[]::new));
    }

    @Test
    void latentsAndPicturesAreWritten() {
        Session session = sample("--guidance", "3");
        assertThat(session.err()).isEmpty();
        assertThat(session.exitCode()).isZero();
        try (TensorArchive out = Safetensors.open(folder.resolve("out.safetensors"))) {
            assertThat(out.shape("latent")).isEqualTo(Shape.of(2, 4, 16, 16));
            assertThat(out.shape("image")).isEqualTo(Shape.of(2, 3, 32, 32));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--eta 1,'has no noise, which this sampler needs'",
        "--sampler euler --eta 0.5,'eta is 0.5'",
        "--sampler magic,magic",
        "--steps 0,'0 sampling steps'",
        "--guidance NaN,'--guidance is NaN'",
        "--config nowhere.yaml,'nowhere.yaml cannot be read: there is no such file'",
        "--inputs nowhere.safetensors,'nowhere.safetensors cannot be read'",
        "--weights best,best"
    })
    void whatDoesNotFitIsAnsweredInOneLine(String options, String complaint) {
        assertRefused(sample(options.split(" ", -1)), complaint);
    }

    @Test
    void theConfigurationOfAnotherCheckpointIsAnsweredInTheFilesOwnNames() throws IOException {
        Path other = folder.resolve("other.yaml");
        String text = Files.readString(config);
        assertThat(text).contains("model_channels: 32");
        Files.writeString(other, text.replace("model_channels: 32", "model_channels: 64"));
        assertRefused(
                sample("--config", other.toString()),
                "model_ema.diffusion_modeltime_embed0weight is [128, 32], expected [256, 64]");
        assertRefused(sample("--config", other.toString()), "Name its own with --config");
    }

    @Test
    void weightsThatACheckpointDoesNotHaveAreRefused() {
        Map<String, Tensor> rest = new LinkedHashMap<>();
        Path poor = folder.resolve("poor.safetensors");
        try (Region region = Region.open();
                TensorArchive all = Safetensors.open(checkpoint)) {
            all.names().stream()
                    .filter(name -> !name.startsWith("model_ema."))
                    .forEach(name -> rest.put(name, all.load(name)));
            Safetensors.write(poor, rest, Map.of());
        }
        assertRefused(
                sample("--model", poor.toString(), "--config", config.toString(), "--weights", "ema"),
                "has no averaged weights, but ema ones are asked for. Leave out --weights");
        assertThat(sample("--model", poor.toString(), "--config", config.toString())
                        .exitCode())
                .isZero();
    }

    @Test
    void aMissingInputIsNamed() {
        try (Region region = Region.open();
                TensorArchive all = Safetensors.open(inputs)) {
            Path poor = folder.resolve("poor.safetensors");
            Safetensors.write(poor, Map.of("x_T", all.load("x_T")), Map.of());
            assertRefused(sample("--inputs", poor.toString()), "has no class_label, which is needed");
            Safetensors.write(
                    poor,
                    Map.of("x_T", all.load("x_T"), "class_label", Tensors.of(new long[] {3, 11}, Shape.of(2))),
                    Map.of());
            assertRefused(sample("--inputs", poor.toString()), "class label is 11, expected 0 to 10");
        }
    }

    @Test
    void aMaskThatDoesNotFitIsRefused() {
        Path masked = folder.resolve("masked.safetensors");
        for (Shape shape : List.of(Shape.of(2, 1, 8, 16), Shape.of(3, 1, 16, 16), Shape.of(2, 2, 16, 16))) {
            try (Region region = Region.open();
                    TensorArchive all = Safetensors.open(inputs)) {
                Map<String, Tensor> tensors = new LinkedHashMap<>();
                tensors.put("x_T", all.load("x_T"));
                tensors.put("class_label", all.load("class_label"));
                tensors.put("x0", all.load("x_T"));
                tensors.put("mask", Tensors.zeros(shape, Placement.FLOAT32));
                tensors.put("mask_noise", Tensors.zeros(Shape.of(2, 2, 4, 16, 16), Placement.FLOAT32));
                Safetensors.write(masked, tensors, Map.of());
            }
            assertRefused(
                    sample("--inputs", masked.toString()),
                    "mask is " + shape + ", expected [N, 1, h, w] beside x_T, [2, 4, 16, 16]");
        }
    }

    @Test
    void noiseOfAnOddSideIsSampled() {
        try (Region region = Region.open();
                TensorArchive all = Safetensors.open(inputs)) {
            Path odd = folder.resolve("odd.safetensors");
            Safetensors.write(
                    odd,
                    Map.of(
                            "x_T",
                            all.load("x_T").narrow(3, 0, 15).contiguous(),
                            "class_label",
                            all.load("class_label")),
                    Map.of());
            assertThat(sample("--inputs", odd.toString()).exitCode()).isZero();
        }
        try (Region region = Region.open();
                TensorArchive made = Safetensors.open(folder.resolve("out.safetensors"))) {
            assertThat(made.shape("image")).isEqualTo(Shape.of(2, 3, 32, 30));
        }
    }

    private void assertRefused(Session session, String complaint) {
        assertThat(session.err()).contains(complaint).hasLineCount(1);
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(folder.resolve("out.safetensors")).doesNotExist();
    }

    @Test
    void inspectSaysWhatACheckpointHolds() {
        Session session = Session.of("inspect", checkpoint.toString(), "--config", config.toString());
        assertThat(session.exitCode()).isZero();
        assertThat(session.out())
                .contains("unet", "first stage", "conditioner", "global_step: 7")
                .contains("fits the configuration exactly");
        assertThat(Session.of("inspect", checkpoint.toString(), "--json").out()).contains("\"averages\"");
    }

    @Test
    void theSizeOfACheckpointInPartsIsThatOfItsParts() throws IOException {
        Path part = Files.copy(checkpoint, folder.resolve("part.safetensors"));
        Path index = folder.resolve("model.safetensors.index.json");
        try (TensorArchive archive = Safetensors.open(part)) {
            Files.writeString(
                    index,
                    archive.names().stream()
                            .map(name -> '"' + name + "\":\"part.safetensors\"")
                            .collect(Collectors.joining(",", "{\"weight_map\":{", "}}")));
        }
        assertThat(Session.of("inspect", index.toString(), "--json").out())
                .startsWith("{\"bytes\":" + Files.size(part) + ",");
    }

    @Test
    void inspectSaysWhatAModelFolderHolds() {
        Path model = folder.resolve("model");
        Session.of("convert", "--model", checkpoint.toString(), "-o", model.toString());
        Session session = Session.of("inspect", model.toString());
        assertThat(session.out())
                .contains("M float16", "unet", "first stage", "conditioner", "model folder: junit")
                .doesNotContain("other");
        assertThat(Session.of("inspect", model.resolve("model.safetensors").toString())
                        .out())
                .contains("unet", "first stage", "conditioner")
                .doesNotContain("other");
        assertRefused(
                Session.of("inspect", model.toString(), "--config", config.toString()),
                "has a configuration of its own");
        assertRefused(Session.of("inspect", folder.toString()), "model.json is missing, expected a model folder");
    }

    @Test
    void anOutputThatCannotBeWrittenIsFoundBeforeTheWork() {
        assertRefused(
                sample("--model", "none", "--outputs", folder.toString()), "is a folder, expected a file to write");
        assertRefused(
                sample("--model", "none", "--outputs", folder + "/none/out.safetensors"), "its folder is not there");
    }

    @Test
    void aModelWithoutWordsIsForSample() {
        assertRefused(
                Session.of("txt2img", "apple", "--model", checkpoint.toString(), "-o", folder.toString()),
                "is a model that hears classes, expected one that reads words. Make pictures with it by: sfumato"
                        + " class2img");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaidSo() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Path model = file.resolve("model");
        assertRefused(
                Session.of("convert", "--model", checkpoint.toString(), "-o", model.toString()),
                "model cannot be written: a file is where a folder should be");
    }

    @Test
    void aFolderThatLooksLikeAConversionsOwnIsLeftAlone() throws IOException {
        Path mine = Files.createDirectory(folder.resolve("model.part1")).resolve("mine");
        Files.writeString(mine, "not theirs");
        Session session = Session.of(
                "convert",
                "--model",
                checkpoint.toString(),
                "-o",
                folder.resolve("model").toString());
        assertThat(session.exitCode()).isZero();
        assertThat(mine).hasContent("not theirs");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("model", "model.part1");
    }

    @Test
    void inspectCountsWhatAConfigurationDescribes() {
        Session session = Session.of("inspect", "--config", config.toString(), "--json");
        assertThat(session.out())
                .startsWith("{\"parameters\":{\"unet\":")
                .contains("\"cond_stage_model.embedding.weight\":[11,24]");
        assertThat(Session.of("inspect").err())
                .contains("none of FILE, --config and --recipe")
                .hasLineCount(1);
    }

    @Test
    void aConvertedModelSamplesAsItsCheckpointDoes() throws IOException {
        Path model = folder.resolve("model");
        Session session = Session.of("convert", "--model", checkpoint.toString(), "-o", model.toString());
        assertThat(session.err()).isEqualTo("the model folder is " + model + System.lineSeparator());
        assertThat(model).isDirectoryContaining("glob:**/model.json");
        assertThat(Files.readString(model.resolve("README.md"))).contains("model.safetensors");
        assertThat(sample("--model", model.toString()).exitCode()).isZero();
        Files.delete(folder.resolve("out.safetensors"));
        assertRefused(
                sample("--model", model.toString(), "--weights", "raw"),
                "is a folder, which has one set of weights, but raw ones are asked for. Leave out --weights");
        assertRefused(
                sample("--model", model.toString(), "--config", config.toString()),
                "is a folder, which has a configuration of its own");
        assertRefused(
                sample("--model", model.toString(), "--tokenizer", config.toString()),
                "is a model folder, which has a tokenizer of its own");
        assertRefused(
                Session.of("convert", "--model", model.toString(), "--legacy-heads", "-o", folder + "/other"),
                "Leave out --legacy-heads");
        Session again = Session.of("convert", "--model", checkpoint.toString(), "-o", model.toString());
        assertThat(again.err()).contains("is there already").hasLineCount(1);
        assertThat(again.exitCode()).isEqualTo(2);
    }
}
