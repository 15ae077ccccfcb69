package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.data.Example;
import io.sfumato.data.ImageFolder;
import io.sfumato.data.Split;
import io.sfumato.image.Png;
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
}
