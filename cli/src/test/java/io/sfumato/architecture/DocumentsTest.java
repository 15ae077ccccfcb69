package io.sfumato.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents name is there. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`|`(?:(\\w+Test)\\.)?(\\w+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    @Test
    void everyTestThatGuardsAgainstAPitfallExists() throws IOException {
        for (String line : Files.readAllLines(ROOT.resolve("docs/numerics.md"))) {
            if (line.startsWith("| ") && !line.startsWith("| pitfall")) {
                checkGuards(line.substring(line.lastIndexOf('|', line.length() - 2)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "ARCHITECTURE.md",
                "CONTRIBUTING.md",
                "CHANGELOG.md",
                "docs/decisions",
                "docs/parallel.md",
                "recipes/README.md"
            })
    void everyLinkLeadsSomewhere(String document) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(document))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher links = LINK.matcher(Files.readString(file));
                while (links.find()) {
                    assertThat(file.resolveSibling(links.group(1))).exists();
                }
            }
        }
    }

    /** Checks one cell; a method without a class is of the class before it. */
    private static void checkGuards(String cell) throws IOException {
        String source = "";
        Matcher names = TEST.matcher(cell);
        int found = 0;
        for (; names.find(); found++) {
            String type = names.group(1) != null ? names.group(1) : names.group(2);
            source = type == null ? source : Files.readString(sourceOf(type));
            if (names.group(1) == null) {
                assertThat(source).as(cell).contains("void " + names.group(3) + "(");
            }
        }
        assertThat(found).as(cell).isPositive();
    }

    private static Path sourceOf(String type) throws IOException {
        for (String module : List.of("core", "tensor", "cli")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/test/java"))) {
                List<Path> named =
                        files.filter(file -> file.endsWith(type + ".java")).toList();
                if (!named.isEmpty()) {
                    return named.get(0);
                }
            }
        }
        throw new AssertionError("there is no " + type);
    }
}
