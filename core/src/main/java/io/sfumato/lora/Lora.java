package io.sfumato.lora;

import io.sfumato.model.ModelException;
import io.sfumato.model.ModelParts;
import io.sfumato.nn.Init;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Updates that learn beside the layers of a model, whose own weights are frozen. {@link #close()} frees them and leaves the layers
 * alone again. They run beside the layers and are not added to the weights at every step, since the gradient of a whole weight
 * costs as much as the layer itself.
 */
public final class Lora implements AutoCloseable {
    private static final String DOWN = ".lora_down.weight";
    private static final String UP = ".lora_up.weight";

    private final Map<Site, Learning> learning = new LinkedHashMap<>();

    /** What learns beside one layer, and how much it weighs. */
    private record Learning(Adapter adapter, double alpha) {}

    private Lora() {}

    /**
     * New updates beside the layers of one network or two, in the caller's region. All of {@code parts} is frozen.
     *
     * @throws ModelException where a network has no layers of the kind
     */
    public static Lora attach(ModelParts parts, Map<LoraPart, LoraSpec> specs, Init init) {
        Sites sites = Sites.of(parts);
        Lora lora = new Lora();
        try {
            for (LoraPart part : LoraPart.values()) { // one order, one stream of random numbers
                LoraSpec spec = specs.get(part);
                if (spec != null) {
                    reached(sites, part, spec.reach()).forEach(site -> lora.attach(site, spec, init));
                }
            }
        } catch (RuntimeException e) {
            lora.close();
            throw e;
        }
        parts.parameters().values().forEach(Tensor::freeze);
        return lora;
    }

    private static List<Site> reached(Sites sites, LoraPart part, Reach reach) {
        List<Site> reached = sites.reached(part, reach);
        if (reached.isEmpty()) {
            throw new ModelException("lora: the " + part + " of this model has no layers of the kind "
                    + reach.name().toLowerCase(Locale.ROOT)
                    + ", expected a model that reads words, and whose U-Net attends to them");
        }
        return reached;
    }

    private void attach(Site site, LoraSpec spec, Init init) {
        Adapter adapter = Adapter.of(site.layer(), spec.rank(), spec.alpha(), init);
        try {
            site.layer().adapt(adapter);
        } catch (IllegalStateException e) { // it has one of somebody else's
            adapter.close();
            throw e;
        }
        learning.put(site, new Learning(adapter, spec.alpha()));
    }

    /**
     * What learns, by the name of the layer in the model and behind it {@code lora_down.weight} [rank, in, …] and {@code
     * lora_up.weight} [out, rank, …].
     */
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        learning.forEach((site, it) ->
                it.adapter().parameters().forEach((name, tensor) -> all.put(site.name() + "." + name, tensor)));
        return Collections.unmodifiableMap(all);
    }

    /**
     * Writes a file.
     *
     * @param values those of {@link #parameters()} themselves, or an average of them, by the same names
     */
    public void write(Path file, LoraForm form, Map<String, Tensor> values) {
        try (Region region = Region.open()) {
            Map<Site, Update> updates = new LinkedHashMap<>();
            learning.forEach((site, it) -> updates.put(
                    site, new Update(value(values, site.name() + DOWN), value(values, site.name() + UP), it.alpha())));
            new LoraWriter(form, updates).write(file);
        }
    }

    private static Tensor value(Map<String, Tensor> values, String name) {
        Tensor value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("lora: there is no '" + name + "' among the values to write");
        }
        return value.detach();
    }

    @Override
    public void close() {
        learning.forEach((site, it) -> {
            site.layer().leaveAlone();
            it.adapter().close();
        });
        learning.clear();
    }
}
