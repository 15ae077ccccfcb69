package io.sfumato.benchmark;

import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Models whose parts are known without their weights. */
public enum BenchmarkSize {
    /** The model that comes with this program. */
    EMOJI_128("emoji-128"),
    /** Rombach et al. 2021, table 1: CelebA-HQ, f = 4, without a condition. */
    LDM_CELEBAHQ("ldm-celebahq"),
    /** Rombach et al. 2021, table 3: ImageNet by class, f = 4. */
    LDM_CIN("ldm-cin"),
    /** Stable Diffusion 1, 512 × 512 by text, f = 8. */
    SD_V1("sd-v1");

    private final String spelling;

    BenchmarkSize(String spelling) {
        this.spelling = spelling;
    }

    /** What people call it. */
    public String spelling() {
        return spelling;
    }

    /** The size that people call so. */
    public static BenchmarkSize parse(String name) {
        return Arrays.stream(values())
                .filter(size -> size.spelling.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is not a size, expected "
                        + Arrays.stream(values()).map(BenchmarkSize::spelling).collect(Collectors.joining(", "))));
    }

    /** What is timed where nobody chooses: all there is, but training of the larger ones, which takes twenty bytes a weight. */
    public Set<Part> usualParts() {
        Set<Part> parts = EnumSet.allOf(Part.class);
        if (this != EMOJI_128) {
            parts.remove(Part.TRAINING);
        }
        parts.removeIf(part -> !has(part));
        return parts;
    }

    /** Whether it has such a part: what hears nothing has no conditioner. */
    boolean has(Part part) {
        return part != Part.CONDITIONER || !(description().conditioner() instanceof ConditionerSpec.Unconditional);
    }

    /** All that it consists of. */
    public ModelDescription description() {
        String resource = spelling + ".json";
        try (InputStream in = BenchmarkSize.class.getResourceAsStream(resource)) {
            return ModelFolder.described(new String(in.readAllBytes(), StandardCharsets.UTF_8), resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of a resource
        }
    }

    @Override
    public String toString() {
        return spelling;
    }
}
