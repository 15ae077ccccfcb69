package io.sfumato.model;

import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Fills parameters from an archive, strictly: everything that does not fit is reported at once. */
public final class WeightLoading {
    private WeightLoading() {}

    /**
     * Fills every parameter from {@code archive}, in the parameter's precision. Numbers are read when a network first needs
     * them: a model opens at once, and of a part that is not used nothing is read.
     */
    public static void fill(Map<String, Tensor> parameters, TensorArchive archive, Path file) {
        check(parameters, archive, file);
        parameters.forEach(archive::fillLater);
    }

    private static void check(Map<String, Tensor> parameters, TensorArchive archive, Path file) {
        Set<String> missing = new TreeSet<>(parameters.keySet());
        missing.removeAll(archive.names());
        Set<String> unexpected = new TreeSet<>(archive.names());
        unexpected.removeAll(parameters.keySet());
        List<String> misshapen = new ArrayList<>();
        parameters.forEach((name, parameter) -> {
            if (archive.contains(name) && !archive.shape(name).equals(parameter.shape())) {
                misshapen.add(name + " is " + archive.shape(name) + ", expected " + parameter.shape());
            }
        });
        new Misfit(missing, unexpected, misshapen).complain(file, "was it written with another model.json?");
    }
}
