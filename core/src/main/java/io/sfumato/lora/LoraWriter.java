package io.sfumato.lora;

import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes updates in a form. */
record LoraWriter(LoraForm form, Map<Site, Update> updates) {
    private static final String SEVERAL = "Dynamic"; // kohya's word

    void write(Path file) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        updates.forEach((site, update) -> {
            String name = form.format().nameOf(site);
            tensors.put(name + form.format().down(), rounded(update.down()));
            switch (form.format()) {
                case KOHYA -> {
                    tensors.put(name + form.format().up(), rounded(update.up()));
                    tensors.put(
                            name + LoraKey.ALPHA, rounded(Tensors.full(Shape.of(), update.alpha(), Placement.FLOAT32)));
                }
                case DIFFUSERS ->
                    tensors.put(name + form.format().up(), rounded(update.up().mul(update.alpha() / update.rank())));
            }
        });
        Safetensors.write(file, tensors, notes());
    }

    private Tensor rounded(Tensor values) {
        return values.to(form.precision());
    }

    private Map<String, String> notes() {
        Map<String, String> notes = new TreeMap<>(form.notes());
        notes.put("format", "pt"); // without it some readers refuse a safetensors file
        if (form.format() == LoraFormat.KOHYA) {
            notes.put("ss_network_module", "networks.lora");
            notes.put(
                    "ss_network_dim",
                    common(updates.values().stream()
                            .map(update -> Long.toString(update.rank()))
                            .collect(Collectors.toSet())));
            notes.put(
                    "ss_network_alpha",
                    common(updates.values().stream()
                            .map(update -> plain(update.alpha()))
                            .collect(Collectors.toSet())));
        }
        return notes;
    }

    private static String common(Set<String> values) {
        return values.size() == 1 ? values.iterator().next() : SEVERAL;
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
