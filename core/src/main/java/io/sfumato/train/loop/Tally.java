package io.sfumato.train.loop;

import io.sfumato.tensor.Ensemble;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Means of figures over some steps. */
final class Tally {
    private final Map<String, Double> sums = new LinkedHashMap<>();
    private final Map<String, Double> weights = new LinkedHashMap<>();

    void add(String name, double value, double weight) {
        sums.merge(name, value * weight, Double::sum);
        weights.merge(name, weight, Double::sum);
    }

    void add(Map<String, Double> figures, double weight) {
        new TreeMap<>(figures)
                .forEach((name, value) -> add(name, value, weight)); // Map.of has another order in every process
    }

    /** The means so far, over all processes, whose shares of a batch may be of different sizes. */
    Map<String, Double> means(Ensemble ensemble) {
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach(
                (name, sum) -> means.put(name, ensemble.mean(sum) / ensemble.mean(weights.getOrDefault(name, 1.0))));
        return means;
    }

    void clear() {
        sums.clear();
        weights.clear();
    }
}
