package io.sfumato.tensor.pickle;

import java.util.ArrayList;
import java.util.List;

/** The stack of a pickle: values that wait for their container or their call, and marks where those begin. */
final class OpenValues {
    private final List<PickleValue> values = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Limits limits;
    private int made;

    OpenValues(Limits limits) {
        this.limits = limits;
    }

    void push(PickleValue value) {
        charge(1);
        checkOpen();
        values.add(value);
    }

    /** Counts values made, or held a second time. */
    void charge(int count) {
        made += count;
        if (made > limits.values()) {
            throw new PickleException("the pickle has more than " + limits.values() + " values");
        }
    }

    void mark() {
        checkOpen();
        marks.add(values.size());
    }

    private void checkOpen() {
        if (values.size() + marks.size() >= limits.open()) {
            throw new PickleException("values are nested deeper or waiting longer than " + limits.open());
        }
    }

    PickleValue peek() {
        if (values.size() <= lastMark()) {
            throw new PickleException("a value is needed, and there is none");
        }
        return values.get(values.size() - 1);
    }

    PickleValue pop() {
        PickleValue top = peek();
        values.remove(values.size() - 1);
        return top;
    }

    /** The last {@code count} values, in the order in which they were pushed. */
    List<PickleValue> pop(int count) {
        if (values.size() - count < lastMark()) {
            throw new PickleException(count + " values are needed, and there are fewer");
        }
        return cut(values.size() - count);
    }

    /** Everything after the last mark, which goes with it. */
    List<PickleValue> popToMark() {
        if (marks.isEmpty()) {
            throw new PickleException("a mark is needed, and there is none");
        }
        return cut(marks.remove(marks.size() - 1));
    }

    private List<PickleValue> cut(int from) {
        List<PickleValue> tail = values.subList(from, values.size());
        List<PickleValue> cut = new ArrayList<>(tail);
        tail.clear();
        return cut;
    }

    private int lastMark() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    /** The only value that is left. */
    PickleValue result() {
        if (values.size() != 1 || !marks.isEmpty()) {
            throw new PickleException("the pickle stops with " + values.size() + " values and " + marks.size()
                    + " marks waiting, expected one value");
        }
        return values.get(0);
    }
}
