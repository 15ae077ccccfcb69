package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.eval.ReconstructionQuality;
import io.sfumato.image.Png;
import io.sfumato.tensor.WeightLayout;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextToImageCommandTest {
    @TempDir
    static Path shared;

    private static Path model;

    @TempDir
    Path folder;

    @BeforeAll
    static void writeModel() throws IOException {
        model = TinyModel.write(shared);
    }

    @Test
    void aPictureIsMadeAndCarriesWhatMadeIt() {
        Path file = folder.resolve("apple.png");
        Session session = generate("a red apple", "--seed", "7", "--negative", "worm", "-o", file.toString());
        assertThat(session.err()).startsWith("done in ");
        assertThat(session.out()).isEqualTo("seed 7  " + file + System.lineSeparator());
        assertThat(session.exitCode()).isZero();
        Png png = Png.read(file);
        assertThat(List.of(png.image().getWidth(), png.image().getHeight()))
                .containsExactly(TinyModel.SIDE, TinyModel.SIDE);
        assertThat(png.text().get("parameters"))
                .startsWith("a red apple\nNegative prompt: worm\nSteps: 2, Sampler: ddim, CFG scale: 4, Seed: 7,"
                        + " Size: 16x16, Model hash: ")
                .contains(", Model: tiny, Precision: float32, Version: sfumato ");
    }

    @Test
    void sameSeedSameFile() throws IOException {
        byte[] first = Files.readAllBytes(single("first.png", 7));
        assertThat(Files.readAllBytes(single("second.png", 7))).isEqualTo(first);
        assertThat(Files.readAllBytes(single("third.png", 8))).isNotEqualTo(first);
    }

    @Test
    void withoutASeedOneIsChosenPrintedAndStored() throws IOException {
        Session session = generate("apple", "-o", folder + "/");
        String seed = session.out().split(" +", -1)[1];
        assertThat(files()).containsExactly("apple-" + seed + ".png");
        assertThat(Png.read(folder.resolve("apple-" + seed + ".png")).text().get("parameters"))
                .contains("Seed: " + seed + ",");
    }

    @Test
    void severalPicturesHaveSeedsInARowAndASheet() throws IOException {
        Session session =
                generate("apple", "--seed", "7", "--count", "3", "--batch", "2", "-o", folder.resolve("a.png") + "");
        assertThat(session.exitCode()).isZero();
        assertThat(session.out().lines()).hasSize(4);
        assertThat(files()).containsExactly("a-1.png", "a-2.png", "a-3.png", "a-grid.png");
        assertThat(Png.read(folder.resolve("a-3.png")).text().get("parameters")).contains("Seed: 9,");
        assertThat(Png.read(folder.resolve("a-grid.png")).image().getWidth()).isEqualTo(2 * TinyModel.SIDE + 2);
    }

    @Test
    void jsonIsOneObjectAndNothingElse() throws IOException {
        Path file = folder.resolve("apple.png");
        Session session = generate("apple", "--seed", "7", "--json", "--quiet", "-o", file.toString());
        JsonNode json = new ObjectMapper().readTree(session.out());
        assertThat(json.path("seed").asLong()).isEqualTo(7);
        assertThat(json.path("files").path(0).asText()).isEqualTo(file.toString());
        assertThat(json.path("model").asText()).isEqualTo("tiny");
        assertThat(json.path("hash").asText()).hasSize(10);
        assertThat(json.path("seconds").isNumber()).isTrue();
        assertThat(session.err()).isEmpty();
    }

    @Test
    void aNameOfOursOverwritesNothingButANamedFileIsReplaced() throws IOException {
        generate("apple", "--seed", "7", "-o", folder.toString());
        generate("apple", "--seed", "7", "-o", folder.toString());
        assertThat(files()).containsExactly("apple-7-2.png", "apple-7.png");
        Path named = Files.writeString(folder.resolve("apple-7.png"), "words");
        generate("apple", "--seed", "7", "-o", named.toString());
        assertThat(Png.read(named).image().getWidth()).isEqualTo(TinyModel.SIDE);
    }

    @Test
    void aPromptTooLongForTheModelIsCutWithAWarning() {
        Session session = generate("red ".repeat(20), "-o", folder.toString());
        assertThat(session.exitCode()).isZero();
        assertThat(session.err()).contains("warning: prompt is too long for this model");
    }

    @Test
    void onATerminalThereIsAProgressBar() {
        Session session = Session.of(
                Console.Reader.TERMINAL, "txt2img", "apple", "--model", model.toString(), "-o", folder.toString());
        assertThat(session.err()).contains("sampling", "100%");
    }

    @ParameterizedTest
    @CsvSource({
        "--steps, 0",
        "--steps, 1000000",
        "--count, 0",
        "--batch, 0",
        "--width, 0",
        "--height, 1000000",
        "--guidance, -1",
        "--guidance, NaN",
        "--eta, 2"
    })
    void whatCannotBeIsRefusedInOneLine(String option, String value) throws IOException {
        Session session = generate("apple", option, value, "-o", folder.toString());
        assertRefused(session, option.substring(2));
        assertThat(session.err()).contains(value);
    }

    @Test
    void aSizeThatDoesNotFitTheModelIsAnsweredWithWhatDoes() throws IOException {
        assertRefused(generate("apple", "--width", "13", "-o", folder.toString()), "13 x 16, expected multiples of 2");
    }

    @Test
    void etaBelongsToSamplersWithNoise() throws IOException {
        assertRefused(
                generate("apple", "--sampler", "euler", "--eta", "0.5", "-o", folder.toString()),
                "eta is 0.5, but sampler euler always has eta 0.0; it is a choice with ddim, euler_a");
        Path file = folder.resolve("apple.png");
        generate("apple", "--sampler", "euler_a", "--eta", "0.5", "-o", file.toString());
        assertThat(Png.read(file).text().get("parameters")).contains("Sampler: euler_a, ", ", Eta: 0.5, ");
    }

    @Test
    void guidanceActsAtSomeNoiseLevels() throws IOException {
        assertRefused(
                generate("apple", "--guidance-range", "6:1", "-o", folder.toString()),
                "noise levels are 6.0:1.0, expected 0 or more, and a higher one");
        Path all = folder.resolve("all.png");
        Path some = folder.resolve("some.png");
        Path none = folder.resolve("none.png");
        generate("apple", "--seed", "3", "--guidance", "4", "--steps", "8", "-o", all.toString());
        Session told = generate(
                "apple",
                "--seed",
                "3",
                "--guidance",
                "4",
                "--guidance-range",
                "0.5:2",
                "--json",
                "-o",
                some.toString());
        generate("apple", "--seed", "3", "--guidance", "1", "--steps", "8", "-o", none.toString());
        assertThat(Png.read(some).text().get("parameters")).contains("CFG scale: 4, Guidance range: 0.5:2, Seed: 3");
        assertThat(Png.read(all).text().get("parameters")).doesNotContain("Guidance range");
        assertThat(new ObjectMapper()
                        .readTree(told.out())
                        .path("guidance_range")
                        .asText())
                .isEqualTo("0.5:2");
        assertThat(pixels(some)).isNotEqualTo(pixels(all)).isNotEqualTo(pixels(none));
    }

    @Test
    void whatIsLeftOutForSpeedIsTold() throws IOException {
        assertRefused(
                generate("apple", "--reuse", "0", "-o", folder.toString()),
                "features are to be kept for 0 steps, expected 1 to 100");
        assertRefused(
                generate("apple", "--merge-tokens", "0.8", "-o", folder.toString()),
                "share of merged tokens is 0.8, expected a number from 0 to 0.75");
        Path exact = folder.resolve("exact.png");
        Path kept = folder.resolve("kept.png");
        Path merged = folder.resolve("merged.png");
        generate("apple", "--seed", "3", "--steps", "8", "-o", exact.toString());
        generate("apple", "--seed", "3", "--steps", "8", "--reuse", "3", "-o", kept.toString());
        Session told = generate(
                "apple", "--seed", "3", "--steps", "8", "--merge-tokens", "0.5", "--json", "-o", merged.toString());
        assertThat(Png.read(exact).text().get("parameters")).doesNotContain("Reuse", "Merged");
        assertThat(Png.read(kept).text().get("parameters")).contains(", Reuse: 3, Precision");
        assertThat(Png.read(merged).text().get("parameters")).contains(", Merged tokens: 0.5, Precision");
        JsonNode report = new ObjectMapper().readTree(told.out());
        assertThat(report.path("reuse").asInt()).isEqualTo(1);
        assertThat(report.path("merged_tokens").asDouble()).isEqualTo(0.5);
    }

    @Test
    void theUNetMultipliesEightBitsWhereAsked() throws IOException {
        assumeTrue(WeightLayout.INT8.isAvailable(), "this processor multiplies no 8-bit integers");
        Path exact = folder.resolve("exact.png");
        Path rounded = folder.resolve("rounded.png");
        generate("apple", "--seed", "3", "-o", exact.toString());
        Session.of(
                "txt2img",
                "apple",
                "--model",
                model.toString(),
                "--precision",
                "int8",
                "--seed",
                "3",
                "-o",
                rounded.toString());
        assertThat(Png.read(exact).text().get("parameters")).contains(", Precision: float32, ");
        assertThat(Png.read(rounded).text().get("parameters")).contains(", Precision: int8, ");
    }

    @Test
    void aPictureInFloat16IsNearlyTheOneInFloat32AndSaysSo() throws IOException {
        Path exact = folder.resolve("exact.png");
        Path half = folder.resolve("half.png");
        generate("apple", "--seed", "3", "-o", exact.toString());
        Session session = Session.of(
                "txt2img",
                "apple",
                "--model",
                model.toString(),
                "--precision",
                "float16",
                "--seed",
                "3",
                "-o",
                half.toString());
        assertThat(session.exitCode()).isZero();
        assertThat(Png.read(half).text().get("parameters")).contains(", Precision: float16, ");
        assertThat(ReconstructionQuality.psnr(ImageIO.read(exact.toFile()), ImageIO.read(half.toFile())))
                .isGreaterThan(50);
    }

    private static int[] pixels(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    @Test
    void aScheduleIsChosenForAnySampler() throws IOException {
        Path file = folder.resolve("apple.png");
        Session session = generate(
                "apple", "--sampler", "DPM++ 2M", "--schedule", "Karras", "--json", "--quiet", "-o", file.toString());
        assertThat(new ObjectMapper().readTree(session.out()).path("sampler").asText())
                .isEqualTo("dpmpp_2m_karras");
        assertThat(Png.read(file).text().get("parameters")).contains("Sampler: dpmpp_2m_karras, ");
        generate("apple", "--schedule", "karras", "-o", file.toString());
        assertThat(Png.read(file).text().get("parameters")).contains("Sampler: ddim_karras, ");
    }

    @Test
    void anEmptyPromptIsRefused() throws IOException {
        assertRefused(generate(" ", "-o", folder.toString()), "prompt is empty");
    }

    @Test
    void anOutputThatCannotBeWrittenIsFoundBeforeTheWork() throws IOException {
        assertRefused(generate("apple", "-o", "/proc/apple.png"), "/proc: nothing can be written there");
    }

    @Test
    void weightsCutShortAreRefusedAndNothingIsWritten() throws IOException {
        Path broken = Files.createDirectory(shared.resolve("broken"));
        for (String name : List.of("model.json", "tokenizer.json", "model.safetensors")) {
            byte[] whole = Files.readAllBytes(model.resolve(name));
            Files.write(broken.resolve(name), name.endsWith("json") ? whole : Arrays.copyOf(whole, whole.length / 2));
        }
        Session session = Session.of("txt2img", "apple", "--model", broken.toString(), "-o", folder.toString());
        assertRefused(session, "model.safetensors");
    }

    private Path single(String name, long seed) {
        Path file = folder.resolve(name);
        Session session = generate("apple", "--seed", Long.toString(seed), "-o", file.toString());
        assertThat(session.exitCode()).isZero();
        return file;
    }

    private static Session generate(String... args) {
        Stream<String> start =
                Stream.of("txt2img", "--model", model.toString(), "--precision", "float32", "--threads", "1");
        return Session.of(Stream.concat(start, Arrays.stream(args)).toArray(String[]::new));
    }

    private void assertRefused(Session session, String... parts) throws IOException {
        assertThat(session.err()).startsWith("sfumato").contains(parts).hasLineCount(1);
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.out()).isEmpty();
        assertThat(files()).isEmpty();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
