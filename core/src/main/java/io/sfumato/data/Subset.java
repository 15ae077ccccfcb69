package io.sfumato.data;

import io.sfumato.image.Picture;
import java.util.ArrayList;
import java.util.List;

/** Some entries of a data set, ascending. */
final class Subset implements DataSet {
    private final DataSet whole;
    private final int[] entries;

    Subset(DataSet whole, int[] entries) {
        this.whole = whole;
        this.entries = entries.clone();
    }

    @Override
    public int count() {
        return entries.length;
    }

    @Override
    public int wholeCount() {
        return whole.wholeCount();
    }

    @Override
    public String name(int index) {
        return whole.name(entries[index]);
    }

    @Override
    public Picture picture(int index) {
        return whole.picture(entries[index]);
    }

    @Override
    public Known known(int index) {
        return whole.known(entries[index]);
    }

    @Override
    public List<String> classes() {
        return whole.classes();
    }

    @Override
    public List<Integer> stretches() {
        List<Integer> starts = new ArrayList<>();
        int place = 0;
        for (int start : whole.stretches()) {
            while (place < entries.length && entries[place] < start) {
                place++;
            }
            if (place < entries.length && (starts.isEmpty() || starts.get(starts.size() - 1) < place)) {
                starts.add(place);
            }
        }
        return List.copyOf(starts);
    }
}
