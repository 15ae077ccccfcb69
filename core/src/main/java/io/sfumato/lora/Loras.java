package io.sfumato.lora;

import io.sfumato.model.Adaptation;
import io.sfumato.model.Added;
import io.sfumato.model.Fingerprint;
import io.sfumato.model.ModelParts;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files of updates that are added to the weights of a model. All files are checked before a weight changes. The sum is rounded to
 * the precision of the weight once; to undo it, open the model again.
 */
public final class Loras implements Adaptation {
    private final List<LoraChoice> choices;
    private final List<Added> added;

    private Loras(List<LoraChoice> choices) {
        this.choices = choices;
        added = choices.stream()
                .map(choice -> new Added(
                        choice.file().getFileName().toString(), choice.scale(), Fingerprint.of(choice.file())))
                .toList();
    }

    /** All of these files at once. */
    public static Adaptation of(List<LoraChoice> choices) {
        return choices.isEmpty() ? NONE : new Loras(List.copyOf(choices));
    }

    /** The update of a layer from one file, and how much of it is added. */
    private record Part(LoraFile file, StoredUpdate stored, double scale) {}

    @Override
    public void apply(ModelParts parts) {
        Sites sites = Sites.of(parts);
        List<LoraFile> open = new ArrayList<>();
        try {
            Map<Site, List<Part>> sums = new LinkedHashMap<>();
            for (LoraChoice choice : choices) {
                LoraFile file = LoraFile.open(choice.file());
                open.add(file);
                file.fit(sites).forEach((site, stored) -> sums.computeIfAbsent(site, it -> new ArrayList<>())
                        .add(new Part(file, stored, choice.scale())));
            }
            sums.forEach(Loras::check);
            Grad.off(() -> sums.forEach(Loras::merge));
        } finally {
            open.forEach(LoraFile::close);
        }
        added.forEach(each -> each.sum().begin());
    }

    /** Reads the numbers, which complains where they are none. */
    private static void check(Site site, List<Part> parts) {
        try (Region region = Region.open()) {
            parts.forEach(part -> part.file().read(site, part.stored()));
        }
    }

    private static void merge(Site site, List<Part> parts) {
        try (Region region = Region.open()) {
            Tensor weight = site.layer().weight();
            Shape shape = weight.shape();
            Tensor sum = parts.stream()
                    .map(part -> part.file().read(site, part.stored()).product(shape, part.scale()))
                    .reduce(Tensor::add)
                    .orElseThrow();
            weight.addRoundedOnceInPlace(sum);
        }
    }

    @Override
    public List<Added> added() {
        return added;
    }
}
