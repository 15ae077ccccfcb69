package io.sfumato.model;

import io.sfumato.condition.text.TextEncoder;
import io.sfumato.firststage.KlAutoencoder;
import io.sfumato.nn.Init;
import io.sfumato.tensor.Tensor;
import io.sfumato.unet.UNet;
import java.util.LinkedHashMap;
import java.util.Map;

/** The networks of a model. Their parameters are named in files with the part in front. */
public record ModelParts(KlAutoencoder firstStage, TextEncoder text, UNet unet) implements AutoCloseable {
    /** What the first stage's parameters begin with. */
    public static final String FIRST_STAGE = "first_stage.";

    private static final String TEXT = "text.";
    private static final String UNET = "unet.";

    /** Builds all parts that a description names. */
    public static ModelParts build(ModelDescription description, Init init) {
        return new ModelParts(
                new KlAutoencoder(description.firstStage(), init),
                new TextEncoder(description.text(), init),
                new UNet(description.unet(), init));
    }

    /** All parameters, by the name they have in a file. */
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        firstStage.parameters().forEach((name, tensor) -> all.put(FIRST_STAGE + name, tensor));
        text.parameters().forEach((name, tensor) -> all.put(TEXT + name, tensor));
        unet.parameters().forEach((name, tensor) -> all.put(UNET + name, tensor));
        return all;
    }

    @Override
    public void close() {
        firstStage.close();
        text.close();
        unet.close();
    }
}
