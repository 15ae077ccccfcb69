package io.sfumato.reference;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** An archive under our names. */
final class RenamedArchive implements TensorArchive {
    private final TensorArchive archive;
    private final Map<String, String> theirs;
    private final Set<String> names;

    /**
     * @param theirs the archive's name for each of ours; those that it does not have are missing here too
     * @param further names of the archive that stay as they are
     */
    RenamedArchive(TensorArchive archive, Map<String, String> theirs, Set<String> further) {
        this.archive = archive;
        this.theirs = Map.copyOf(theirs);
        names = new LinkedHashSet<>(theirs.keySet());
        names.removeIf(ours -> !archive.contains(theirs.get(ours)));
        names.addAll(further);
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public Shape shape(String name) {
        return archive.shape(their(name));
    }

    @Override
    public DType dtype(String name) {
        return archive.dtype(their(name));
    }

    @Override
    public Tensor load(String name, Placement placement) {
        return archive.load(their(name), placement);
    }

    @Override
    public void copyInPlace(String name, Tensor target) {
        archive.copyInPlace(their(name), target);
    }

    @Override
    public void fillLater(String name, Tensor target) {
        archive.fillLater(their(name), target);
    }

    private String their(String name) {
        return theirs.getOrDefault(name, name);
    }

    @Override
    public Map<String, String> metadata() {
        return archive.metadata();
    }

    @Override
    public void close() {
        archive.close();
    }
}
