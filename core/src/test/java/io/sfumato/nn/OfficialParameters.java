package io.sfumato.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The parameter names and shapes of published models, in the test resources. */
public final class OfficialParameters {
    /** Memory that is reserved and never touched costs nothing: the largest network here has 860 million parameters. */
    public static final Init UNTOUCHED = new Init.Blank(new Placement(Device.CPU, DType.BFLOAT16));

    private OfficialParameters() {}

    /** Reads {@code official/NAME.txt}. */
    public static Map<String, Shape> read(String name) {
        String resource = "/official/" + name + ".txt";
        try {
            Path file = Path.of(Objects.requireNonNull(OfficialParameters.class.getResource(resource), resource)
                    .toURI());
            Map<String, Shape> parameters = new LinkedHashMap<>();
            for (String line : Files.readAllLines(file)) {
                int space = line.indexOf(' ');
                parameters.put(line.substring(0, space), shape(line.substring(space + 1)));
            }
            return parameters;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Shape shape(String text) {
        return Shape.of(
                Arrays.stream(text.split("x", -1)).mapToLong(Long::parseLong).toArray());
    }

    /** Fails where names or shapes differ. */
    public static void assertSame(Module module, Map<String, Shape> expected) {
        Map<String, Shape> actual = new LinkedHashMap<>();
        module.parameters().forEach((name, tensor) -> actual.put(name, tensor.shape()));
        assertThat(actual).containsExactlyInAnyOrderEntriesOf(expected);
    }
}
