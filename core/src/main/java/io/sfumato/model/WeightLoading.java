package io.sfumato.model;

import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Fills parameters from an archive, strictly: everything that does not fit is reported at once. */
public final class WeightLoading {
    private WeightLoading() {}

    /**
     * Fills every parameter from {@code archive}, in the parameter's precision. Numbers are read when a network first needs
     * them: a model opens at once, and of a part that is not used nothing is read.
     */
    public static void fill(Map<String, Tensor> parameters, TensorArchive archive, Path file) {
        misfit(parameters, archive, name -> name).complain(file, "was it written with another model.json?");
        parameters.forEach(archive::fillLater);
    }

    /** The same from an archive that holds other things too. */
    public static void fillFrom(Map<String, Tensor> parameters, TensorArchive archive, Path file) {
        Misfit misfit = misfit(parameters, archive, name -> name);
        new Misfit(misfit.missing(), Set.of(), misfit.misshapen()).complain(file, "are its sizes others?");
        parameters.forEach(archive::fillLater);
    }

    /**
     * What keeps {@code archive} from filling parameters.
     *
     * @param spoken how people know a parameter's name
     */
    public static Misfit misfit(Map<String, Tensor> parameters, TensorArchive archive, UnaryOperator<String> spoken) {
        Set<String> missing = new TreeSet<>(parameters.keySet());
        missing.removeAll(archive.names());
        Set<String> unexpected = new TreeSet<>(archive.names());
        unexpected.removeAll(parameters.keySet());
        List<String> misshapen = new ArrayList<>();
        parameters.forEach((name, parameter) -> {
            if (archive.contains(name) && !archive.shape(name).equals(parameter.shape())) {
                misshapen.add(spoken.apply(name) + " is " + archive.shape(name) + ", expected " + parameter.shape());
            }
        });
        return new Misfit(missing.stream().map(spoken).toList(), unexpected, misshapen);
    }
}
