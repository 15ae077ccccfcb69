package io.sfumato.perceptual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.golden.FormulaWeights;
import io.sfumato.golden.Golden;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.tensor.testkit.TorchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Distances by AlexNet and SqueezeNet, as torchvision 0.14.1 builds them, with the maps and the formula of LPIPS 0.1, computed by
 * PyTorch 1.13 in float64. Weights are {@link FormulaWeights#ofLpips} of their names in the files, pictures come from a formula, too.
 * At each pooling the edge cuts squares of one of the two sizes at least.
 */
@ExtendWith(NoLeaks.class)
class PerceptualReferenceTest {
    /** Five times what float32 rounds off in the share of one map. */
    private static final Percentage CLOSE = withinPercentage(1e-3);

    @TempDir
    private Path folder;

    /** How weights are kept. */
    private enum Kind {
        SAFETENSORS,
        TORCH,
        /** As before PyTorch 1.6. */
        OLD_TORCH
    }

    private static JsonNode reference(Backbone backbone) throws IOException {
        return new ObjectMapper()
                .readTree(Golden.file("lpips", "distances.json").toFile())
                .get(backbone.name());
    }

    @ParameterizedTest
    @CsvSource({"ALEXNET, SAFETENSORS", "ALEXNET, OLD_TORCH", "SQUEEZENET, SAFETENSORS", "SQUEEZENET, TORCH"})
    void distancesFromFilesOfAnyKindAreTheReferences(Backbone backbone, Kind kind) throws IOException {
        JsonNode reference = reference(backbone);
        Path recogniser = recogniser(reference, kind);
        Path weights = weights(reference, kind, lin -> true);
        try (PerceptualDistance distance = PerceptualFiles.open(backbone, recogniser, weights, Placement.FLOAT32)) {
            for (JsonNode pair : reference.get("pairs")) {
                assertThat(between(distance, pair))
                        .as("at %s x %s", pair.get("height"), pair.get("width"))
                        .isCloseTo(pair.get("distance").doubleValue(), CLOSE);
            }
        }
    }

    /** By weights that are 0 for the other maps. */
    @ParameterizedTest
    @CsvSource({"ALEXNET, 5", "SQUEEZENET, 7"})
    void eachMapAddsWhatItDoesInTheReference(Backbone backbone, int maps) throws IOException {
        JsonNode reference = reference(backbone);
        Path recogniser = recogniser(reference, Kind.SAFETENSORS);
        for (int i = 0; i < maps; i++) {
            String lin = "lin" + i + ".";
            Path weights = weights(reference, Kind.SAFETENSORS, name -> name.startsWith(lin));
            try (PerceptualDistance distance = PerceptualFiles.open(backbone, recogniser, weights, Placement.FLOAT32)) {
                for (JsonNode pair : reference.get("pairs")) {
                    assertThat(between(distance, pair))
                            .as("%sat %s x %s", lin, pair.get("height"), pair.get("width"))
                            .isCloseTo(pair.get("maps").get(i).doubleValue(), CLOSE);
                }
            }
        }
    }

    private static double between(PerceptualDistance distance, JsonNode pair) {
        Picture rings = (x, y, colour) -> x * x + (colour + 2) * y * y;
        Picture fans = (x, y, colour) -> x * y + 5 * x + 60 * colour;
        return distance.between(drawn(rings, pair), drawn(fans, pair)).item();
    }

    /** The numbers of a picture, before they are cut to eight bits. */
    private interface Picture {
        int at(int x, int y, int colour);
    }

    /** [1, 3, height, width], in -1 to 1: exact in float32. */
    private static Tensor drawn(Picture picture, JsonNode size) {
        int height = size.get("height").intValue();
        int width = size.get("width").intValue();
        double[] values = new double[3 * height * width];
        for (int i = 0; i < values.length; i++) {
            int at = picture.at(i % width, i / width % height, i / (width * height));
            values[i] = (at % 256 - 128) / 128.0;
        }
        return Tensors.of(values, Shape.of(1, 3, height, width)).to(DType.FLOAT32);
    }

    // ---- files -----------------------------------------------------------------------------------------------------

    /** As torchvision's, with what stands for its classifier. */
    private Path recogniser(JsonNode reference, Kind kind) throws IOException {
        Map<String, Tensor> tensors = tensors(reference, name -> name.startsWith("features."));
        tensors.put("classifier.1.weight", Tensors.zeros(Shape.of(2, 2), Placement.FLOAT32));
        return write("recogniser", tensors, kind);
    }

    /** As LPIPS's. */
    private Path weights(JsonNode reference, Kind kind, Predicate<String> counted) throws IOException {
        Map<String, Tensor> tensors = tensors(reference, name -> name.startsWith("lin"));
        tensors.replaceAll((name, tensor) -> counted.test(name) ? tensor : tensor.mul(0));
        return write("lpips", tensors, kind);
    }

    private static Map<String, Tensor> tensors(JsonNode reference, Predicate<String> wanted) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        reference.get("shapes").fields().forEachRemaining(named -> {
            if (wanted.test(named.getKey())) {
                Shape shape = Shape.of(new ObjectMapper().convertValue(named.getValue(), long[].class));
                tensors.put(
                        named.getKey(),
                        FormulaWeights.ofLpips(named.getKey(), shape).to(DType.FLOAT32));
            }
        });
        return tensors;
    }

    private Path write(String name, Map<String, Tensor> tensors, Kind kind) throws IOException {
        if (kind == Kind.SAFETENSORS) {
            Path file = folder.resolve(name + ".safetensors");
            Safetensors.write(file, tensors, Map.of());
            return file;
        }
        TorchFile torch = new TorchFile();
        tensors.forEach((key, tensor) -> torch.storage(key, TorchFile.Storage.floats(tensor.toFloats()))
                .tensor(key, key, TorchFile.View.of(tensor.shape().sizes().toArray(Long[]::new))));
        return Files.write(folder.resolve(name + ".pth"), kind == Kind.TORCH ? torch.zip() : torch.legacy());
    }
}
