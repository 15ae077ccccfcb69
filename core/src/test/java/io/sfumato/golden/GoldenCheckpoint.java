package io.sfumato.golden;

import io.sfumato.condition.clip.ClipTextTransformer;
import io.sfumato.nn.Init;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.ReferenceConfig;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The checkpoint of a case: every tensor of its state dict, with the formula's weights. */
public final class GoldenCheckpoint {
    private GoldenCheckpoint() {}

    /** Writes it into a folder, and returns the file. */
    public static Path write(String name, Path folder) {
        Path file = folder.resolve("model.safetensors");
        try (Region region = Region.open()) {
            Map<String, Shape> shapes =
                    new LinkedHashMap<>(ReferenceConfig.read(Golden.file(name, "config.yaml"), HeadRule.CONFIGURED)
                            .stateDict()
                            .shapes());
            if (name.equals("stable-diffusion-v1")) {
                shapes.putAll(clip());
            }
            Safetensors.write(file, FormulaWeights.checkpoint(shapes), Map.of());
        }
        return file;
    }

    private static Map<String, Shape> clip() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        try (ClipTextTransformer text =
                new ClipTextTransformer(ClipTextTest.NARROW, new Init.Blank(Placement.FLOAT32))) {
            text.parameters()
                    .forEach((key, tensor) ->
                            shapes.put("cond_stage_model.transformer.text_model." + key, tensor.shape()));
        }
        return shapes;
    }
}
