package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.image.Png;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --lora}, and what {@code inspect} says of such files. */
class LoraOptionTest {
    @TempDir
    static Path shared;

    private static Path model;
    private static Path lora;

    @TempDir
    Path folder;

    @BeforeAll
    static void writeModel() throws IOException {
        model = TinyModel.write(shared);
        lora = write(shared.resolve("style.safetensors"), "lora_unet_mid_block_attentions_0_proj_in");
    }

    private static Path write(Path file, String layer) {
        try (Region region = Region.open();
                Rng rng = Rng.seeded(1)) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            tensors.put(layer + ".lora_down.weight", rng.normal(Shape.of(4, 32, 1, 1)));
            tensors.put(layer + ".lora_up.weight", rng.normal(Shape.of(32, 4, 1, 1)));
            tensors.put(layer + ".alpha", Tensors.full(Shape.of(), 2, Placement.FLOAT32));
            // the last layer of a network that knows nothing is zero, and hides what comes before it
            tensors.put("lora_unet_conv_out.lora_down.weight", rng.normal(Shape.of(4, 32, 3, 3)));
            tensors.put("lora_unet_conv_out.lora_up.weight", rng.normal(Shape.of(4, 4, 1, 1)));
            Safetensors.write(file, tensors, Map.of("ss_network_dim", "4"));
        }
        return file;
    }

    @Test
    void aPictureIsAnotherWithALoraAndSaysWhatWasAdded() throws IOException {
        Path plain = picture("plain.png");
        Path same = picture("same.png", "--lora", lora + ":0");
        Path styled = picture("styled.png", "--lora", lora + ":0.50", "--lora", lora.toString());
        assertThat(pixels(same)).isEqualTo(pixels(plain));
        assertThat(pixels(styled)).isNotEqualTo(pixels(plain));
        assertThat(Png.read(styled).text().get("parameters"))
                .contains(", LoRA 1: \"style.safetensors, scale 0.5, SHA-256 " + sha256(lora) + "\"")
                .contains(", LoRA 2: \"style.safetensors, scale 1, SHA-256 " + sha256(lora) + "\"");
        assertThat(Png.read(plain).text().get("parameters")).doesNotContain("LoRA");
    }

    @Test
    void jsonNamesTheFiles() throws IOException {
        Session session = generate("--json", "--quiet", "--lora", lora + ":-1.5", "-o", folder + "/");
        JsonNode told = new ObjectMapper().readTree(session.out()).path("loras");
        assertThat(told).hasSize(1);
        assertThat(told.path(0).path("file").asText()).isEqualTo("style.safetensors");
        assertThat(told.path(0).path("scale").asDouble()).isEqualTo(-1.5);
        assertThat(told.path(0).path("sha256").asText()).isEqualTo(sha256(lora));
    }

    @Test
    void aConvertedModelHasTheUpdatesInItAndSaysSo() throws IOException {
        Path converted = folder.resolve("converted");
        Session session =
                Session.of("convert", "--model", model.toString(), "--lora", lora + ":0.5", "-o", converted.toString());
        assertThat(session.exitCode()).as(session.err()).isZero();
        String told = "style.safetensors, scale 0.5, SHA-256 " + sha256(lora);
        assertThat(new ObjectMapper()
                        .readTree(converted.resolve("model.json").toFile())
                        .path("provenance")
                        .path("added_1")
                        .asText())
                .isEqualTo(told);
        assertThat(Files.readString(converted.resolve("README.md"))).contains("Added to its weights: " + told + ".");
        Path again = folder.resolve("again");
        Session.of("convert", "--model", converted.toString(), "--lora", lora + ":0.5", "-o", again.toString());
        assertThat(Files.readString(again.resolve("model.json"))).contains("added_1", "added_2");
    }

    @Test
    void inspectSaysWhatItIs() throws IOException {
        Session session = Session.of("inspect", lora.toString());
        assertThat(session.exitCode()).isZero();
        assertThat(session.out())
                .contains(
                        "5 tensors",
                        "LoRA for a model of a kind unknown here, names of kohya",
                        "rank 4 (2 layers), alpha 2.0 (1 layers)",
                        "changes U-Net other (1 layers), U-Net projection (1 layers)",
                        "ss_network_dim: 4");
        JsonNode json = new ObjectMapper()
                .readTree(Session.of("inspect", lora.toString(), "--json").out())
                .path("lora");
        assertThat(json.path("kind").asText()).isEqualTo("LoRA");
        assertThat(json.path("ranks").path("4").asInt()).isEqualTo(2);
        assertThat(json.path("changes").path("U-Net projection").asInt()).isEqualTo(1);
    }

    @Test
    void whatCannotBeAddedIsRefusedInOneLine() throws IOException {
        Path other = write(folder.resolve("other.safetensors"), "lora_unet_up_blocks_3_attentions_2_proj_in");
        Path weights = model.resolve("model.safetensors");
        assertRefused(
                generate("--lora", other.toString(), "-o", "x.png"), other + " does not fit the model: 3 unexpected");
        assertRefused(generate("--lora", weights.toString(), "-o", "x.png"), weights + " holds no LoRA");
        byte[] whole = Files.readAllBytes(lora);
        Files.write(other, Arrays.copyOf(whole, whole.length - 1));
        assertRefused(generate("--lora", other.toString(), "-o", "x.png"), other + ": ", "Was the file cut short?");
        assertRefused(generate("--lora", folder.resolve("none") + ":1", "-o", "x.png"), "there is no such file");
        assertRefused(
                generate("--lora", lora + ":much", "-o", "x.png"), "'--lora'", "scale is 'much', expected a number");
        assertRefused(
                Session.of("convert", "--model", model + "", "--lora", other + "", "-o", folder.resolve("new") + ""),
                "Was the file cut short?");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(other);
        }
    }

    private Path picture(String name, String... more) {
        Path file = folder.resolve(name);
        Session session = generate(Stream.concat(Arrays.stream(more), Stream.of("-o", file.toString()))
                .toArray(String[]::new));
        assertThat(session.exitCode()).as(session.err()).isZero();
        return file;
    }

    private static Session generate(String... more) {
        Stream<String> start = Stream.of(
                "txt2img",
                "apple",
                "--seed",
                "7",
                "--model",
                model.toString(),
                "--precision",
                "float32",
                "--threads",
                "1");
        return Session.of(Stream.concat(start, Arrays.stream(more)).toArray(String[]::new));
    }

    private static void assertRefused(Session session, String... parts) {
        assertThat(session.err()).startsWith("sfumato").contains(parts).hasLineCount(1);
        assertThat(session.exitCode()).isEqualTo(2);
    }

    private static int[] pixels(Path file) {
        return Png.read(file).image().getRGB(0, 0, TinyModel.SIDE, TinyModel.SIDE, null, 0, TinyModel.SIDE);
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
