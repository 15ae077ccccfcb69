package io.sfumato.tensor.pickle;

import io.sfumato.tensor.pickle.PickleValue.Listing;
import io.sfumato.tensor.pickle.PickleValue.Text;
import io.sfumato.tensor.pickle.PickleValue.Tuple;
import io.sfumato.tensor.pickle.PickleValue.Whole;
import java.util.ArrayList;
import java.util.List;

/** What a call gets, or a persistent id holds: read by place, each with the type that it must have. */
record Arguments(String of, List<PickleValue> values) {
    /** PyTorch computes with no more. */
    private static final int MOST_DIMENSIONS = 64;

    int count() {
        return values.size();
    }

    void checkCount(int least, int most) {
        if (count() < least || count() > most) {
            throw new PickleException(
                    of + " gets " + count() + " arguments, expected " + least + (least == most ? "" : " to " + most));
        }
    }

    <T extends PickleValue> T at(int index, Class<T> type) {
        checkCount(index + 1, Integer.MAX_VALUE);
        if (type.isInstance(values.get(index))) {
            return type.cast(values.get(index));
        }
        throw new PickleException(
                of + " gets " + values.get(index).kind() + " as argument " + (index + 1) + ", which does not fit");
    }

    String text(int index) {
        return at(index, Text.class).value();
    }

    long number(int index) {
        Whole number = at(index, Whole.class);
        if (number.value().bitLength() > Long.SIZE - 1) {
            throw new PickleException(of + " gets a number of " + number.value().bitLength() + " bits");
        }
        return number.value().longValueExact();
    }

    /** One number for each dimension of a tensor. */
    List<Long> dimensions(int index) {
        Arguments items = new Arguments(of, at(index, Tuple.class).items());
        if (items.count() > MOST_DIMENSIONS) {
            throw new PickleException(
                    of + " makes a tensor of " + items.count() + " dimensions, expected at most " + MOST_DIMENSIONS);
        }
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < items.count(); i++) {
            numbers.add(items.number(i));
        }
        return numbers;
    }

    /** The items of a list or a tuple, not copied. */
    List<PickleValue> items(int index) {
        return values.get(index) instanceof Tuple tuple
                ? tuple.items()
                : at(index, Listing.class).items();
    }
}
