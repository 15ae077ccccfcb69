package io.sfumato.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class FingerprintTest {
    @TempDir
    private Path folder;

    private Path first;
    private Path second;
    private Path index;

    @BeforeEach
    void writeTwoParts() throws IOException {
        first = part("a.safetensors", "one", 1);
        second = part("b.safetensors", "two", 2);
        index = Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                "{\"weight_map\": {\"two\": \"b.safetensors\", \"one\": \"a.safetensors\"}}");
    }

    private Path part(String file, String name, double value) {
        Path path = folder.resolve(file);
        try (Region region = Region.open()) {
            Safetensors.write(path, Map.of(name, Tensors.of(new double[] {value}, Shape.of(1))), Map.of());
        }
        return path;
    }

    private static String sha256(Path... files) throws IOException, NoSuchAlgorithmException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path file : files) {
            all.write(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all.toByteArray()));
    }

    @Test
    void ofOneFileItIsTheBeginningOfItsSum() throws IOException, NoSuchAlgorithmException {
        assertThat(Fingerprint.of(first).digits())
                .hasSize(10)
                .isEqualTo(sha256(first).substring(0, 10));
    }

    @Test
    void ofAnIndexItIsThatOfAllPartsInTheOrderOfTheirNames() throws IOException, NoSuchAlgorithmException {
        String before = Fingerprint.of(index).digits();
        assertThat(before).isEqualTo(sha256(first, second).substring(0, 10));
        part("b.safetensors", "two", 3);
        assertThat(Fingerprint.of(index).digits()).isNotEqualTo(before);
    }

    @Test
    void aPartThatIsMissingIsSaid() throws IOException {
        Files.delete(second);
        assertThatThrownBy(() -> Fingerprint.of(index).digits())
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(index.toString());
    }
}
