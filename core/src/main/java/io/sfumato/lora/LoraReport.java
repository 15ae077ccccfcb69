package io.sfumato.lora;

import io.sfumato.tensor.Region;
import io.sfumato.tensor.TensorArchive;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a file of updates holds, as far as it says without a model.
 *
 * @param kind LoRA, or a relative that is not read here
 * @param naming whose names it has
 * @param family the kind of model that it is for
 * @param ranks layers by rank
 * @param alphas layers by alpha; those without one are not counted
 * @param changes layers by what they are
 */
public record LoraReport(
        String kind,
        String naming,
        Family family,
        Map<Long, Integer> ranks,
        Map<Double, Integer> alphas,
        Map<String, Integer> changes) {

    private static final Map<String, Pattern> LAYERS = new LinkedHashMap<>();

    static {
        LAYERS.put("feed-forward", Pattern.compile("[._](ff|mlp|fc\\d)([._]|$)"));
        LAYERS.put("projection", Pattern.compile("proj_(in|out)$"));
        LAYERS.put("attention", Pattern.compile("attn|to_[qkv]|to_out"));
        LAYERS.put("residual block", Pattern.compile("resnets|(in|out|emb)_layers|skip_connection"));
        LAYERS.put("resampling", Pattern.compile("samplers|[._]op$"));
    }

    /** What {@code archive} holds, where it is something of the kind. */
    public static Optional<LoraReport> of(TensorArchive archive) {
        Optional<OtherKind> other = OtherKind.of(archive.names());
        if (other.isEmpty() && archive.names().stream().noneMatch(LoraReport::isDown)) {
            return Optional.empty();
        }
        LoraReport report = new LoraReport(
                other.map(kind -> kind + ", which is not read here").orElse("LoRA"),
                naming(archive),
                Family.of(archive),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>());
        archive.names().forEach(key -> LoraKey.of(key).ifPresent(read -> report.count(archive, key, read)));
        return Optional.of(report);
    }

    private static boolean isDown(String key) {
        return LoraKey.of(key).filter(it -> it.role() == LoraKey.Role.DOWN).isPresent();
    }

    private static String naming(TensorArchive archive) {
        boolean kohya = archive.names().stream().anyMatch(key -> key.startsWith("lora_"));
        boolean reference = archive.names().stream().anyMatch(key -> key.contains("input_blocks"));
        return (kohya ? "kohya" : "diffusers") + (reference ? ", blocks as in the reference" : "");
    }

    private void count(TensorArchive archive, String key, LoraKey read) {
        switch (read.role()) {
            case DOWN -> {
                ranks.merge(
                        archive.shape(key).rank() == 0 ? 0L : archive.shape(key).size(0), 1, Integer::sum);
                changes.merge(kindOf(read.layer()), 1, Integer::sum);
            }
            case ALPHA -> {
                if (archive.shape(key).elements() == 1) {
                    double alpha = Region.computing(() -> archive.load(key).item());
                    alphas.merge(alpha, 1, Integer::sum);
                }
            }
            case UP -> {} // counted with its down
        }
    }

    private static String kindOf(String layer) {
        String kind = LAYERS.entrySet().stream()
                .filter(entry -> entry.getValue().matcher(layer).find())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("other");
        return (isText(layer) ? "text encoder " : "U-Net ") + kind;
    }

    /** Whether a tensor or a layer belongs to a text encoder. */
    public static boolean isText(String name) {
        return name.startsWith("lora_te") || name.startsWith("text_encoder");
    }
}
