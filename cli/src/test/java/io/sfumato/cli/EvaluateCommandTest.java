package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.data.Example;
import io.sfumato.data.ImageFolder;
import io.sfumato.data.Split;
import io.sfumato.image.Png;
import io.sfumato.model.ModelDescription;
import io.sfumato.tensor.testkit.NoLeaks;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class EvaluateCommandTest {
    private static final int SIDE = 32; // the smallest that pictures are compared at

    @TempDir
    private static Path folder;

    private static Path model;

    @BeforeAll
    static void write() throws IOException {
        model = TinyModel.write(folder);
        Path description = model.resolve("model.json");
        Files.writeString(
                description, Files.readString(description).replaceAll("\"(width|height)\" : 16", "\"$1\" : " + SIDE));
        List<Example> examples =
                List.of(example("red", Split.TRAIN), example("green", Split.TRAIN), example("blue", Split.HELD_OUT));
        Files.writeString(folder.resolve("metadata.jsonl"), ImageFolder.metadata(folder, examples));
    }

    private static Example example(String name, Split split) throws IOException {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        image.setRGB(name.length(), 2, 0xff8800);
        Path file = folder.resolve(name + ".png");
        Png.of(image).write(file);
        return new Example(file, "a " + name + " apple", List.of(), List.of(), "noto", name, "food", split, "test");
    }

    private static Session evaluate(String report, String... further) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("--model", model.toString());
        options.put("--data", folder.toString());
        options.put("--steps", "2");
        options.put("-o", folder.resolve(report).toString());
        for (int i = 0; i < further.length; i += 2) {
            options.put(further[i], further[i + 1]);
        }
        List<String> args = new ArrayList<>(List.of("evaluate"));
        options.forEach((name, value) -> args.addAll(List.of(name, value)));
        return Session.of(args.toArray(String[]::new));
    }

    private static JsonNode report(String name, String... further) throws IOException {
        Session session = evaluate(name, further);
        assertThat(session.exitCode()).as(session.err()).isZero();
        return new ObjectMapper()
                .readTree(folder.resolve(name).resolve("report.json").toFile());
    }

    private static byte[] sheet(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name).resolve("seen.png"));
    }

    @Test
    void picturesAreSampledAsAskedAndTheReportSaysHow() throws IOException {
        assertThat(report("own").get("sampler").asText()).isEqualTo("ddim");
        assertThat(report("asked", "--sampler", "dpm++ 2m", "--schedule", "karras")
                        .get("sampler")
                        .asText())
                .isEqualTo("dpmpp_2m_karras");
        assertThat(report("again", "--sampler", "dpmpp_2m_karras").get("steps").asInt())
                .isEqualTo(2);
        assertThat(sheet("asked")).isEqualTo(sheet("again")).isNotEqualTo(sheet("own"));
    }

    @ParameterizedTest
    @CsvSource({"--sampler, magic", "--schedule, magic"})
    void anUnknownNameIsAnsweredInOneLine(String option, String name) {
        Session session = evaluate("none", option, name);
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).contains("is 'magic', expected one of").hasLineCount(1);
    }

    @Test
    void nothingIsMadeWhereSomethingIsWrong() throws IOException {
        Session session = evaluate("early", "--data", folder.resolve("none").toString());
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).contains("no metadata.jsonl").hasLineCount(1);
        assertThat(evaluate("early", "--model", folder.resolve("none").toString())
                        .exitCode())
                .isEqualTo(2);
        assertThat(folder.resolve("early")).doesNotExist();
        Files.writeString(folder.resolve("file"), "");
        Session taken = evaluate("file");
        assertThat(taken.exitCode()).isEqualTo(2);
        assertThat(taken.err()).contains("file is not a folder").hasLineCount(1);
    }

    /** Two classes of four pictures each, one of them grey and one of them bright. */
    private static Path writeClasses(String name, String... classes) throws IOException {
        Path data = folder.resolve(name);
        for (int i = 0; i < 4 * classes.length; i++) {
            Path of = Files.createDirectories(data.resolve("train").resolve(classes[i / 4]));
            BufferedImage image = new BufferedImage(20, 18, BufferedImage.TYPE_INT_RGB);
            int colour = i / 4 == 0 ? 0x808080 : 0xff8800;
            for (int pixel = 0; pixel < 20 * 18; pixel++) {
                image.setRGB(pixel % 20, pixel / 20, colour + i);
            }
            Png.of(image).write(of.resolve(i + ".png"));
            Path held = Files.createDirectories(data.resolve("val").resolve(classes[i / 4]));
            Png.of(image).write(held.resolve(i + ".png"));
        }
        return data;
    }

    private static Path classModel(String name, ModelDescription.Absence absence) {
        return TinyModel.writeClasses(folder.resolve(name), List.of("grey", "bright"), absence);
    }

    @Test
    void picturesOfClassesAreJudgedByRealOnes() throws IOException {
        Path hears = classModel("hears", ModelDescription.Absence.LEARNED);
        String data = writeClasses("classes", "bright", "grey").toString();
        JsonNode report = report("judged", "--model", hears.toString(), "--data", data, "--count", "3");
        assertThat(report.get("pictures").asInt()).isEqualTo(6);
        assertThat(report.get("real_pictures").asInt()).isEqualTo(8);
        assertThat(report.get("real_right_class").asDouble())
                .as("they are the same pictures")
                .isOne();
        assertThat(report.get("compared_with").asInt()).isEqualTo(8);
        assertThat(report.get("heldout_psnr_db").asDouble()).isPositive();
        assertThat(report.at("/classes/1/name").asText()).isEqualTo("bright");
        double right = report.at("/classes/0/right").asDouble()
                + report.at("/classes/1/right").asDouble();
        assertThat(report.get("right_class").asDouble()).isEqualTo(right / 2, within(1e-9));
        BufferedImage sheet =
                Png.read(folder.resolve("judged").resolve("classes.png")).image();
        assertThat(List.of(sheet.getWidth(), sheet.getHeight()))
                .as("a row a class")
                .containsExactly(3 * (TinyModel.SIDE + 2) - 2, 2 * (TinyModel.SIDE + 2) - 2);
    }

    @Test
    void aModelOfClassesIsMeasuredOnItsOwn() throws IOException {
        String hears = classModel("three", ModelDescription.Absence.LEARNED).toString();
        String data = writeClasses("more", "a", "b", "c").toString();
        Session session = evaluate("none", "--model", hears, "--data", data, "--count", "1");
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err())
                .contains("is of class 2, expected 0 to 1, those of the model")
                .hasLineCount(1);
        String unguided = classModel("two", ModelDescription.Absence.UNLEARNED).toString();
        Session guided = evaluate("none", "--model", unguided, "--data", data);
        assertThat(guided.err())
                .contains("guidance is 4.0, expected 1 for none")
                .hasLineCount(1);
        String nothing = TinyModel.writeUnconditional(folder.resolve("nothing")).toString();
        Session told = evaluate("none", "--model", nothing, "--data", data);
        assertThat(told.err())
                .contains("is told nothing, expected one that reads words")
                .hasLineCount(1);
        assertThat(folder.resolve("none")).doesNotExist();
    }
}
