package io.sfumato.diffusion;

import io.sfumato.condition.Condition;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A network that is given each picture of a batch alone, where pictures of a batch would have something to do with each other: 8-bit
 * integers have one scale for all that is multiplied at once.
 */
public record OneByOne(Network network) implements Network {
    @Override
    public Tensor forward(Tensor input, Tensor noiseLevel, Condition condition) {
        return each(input, i -> network.forward(row(input, i), row(noiseLevel, i), condition.of(i)));
    }

    @Override
    public Hearing hearing(Condition condition, Shortcuts shortcuts) {
        List<Hearing> hearings = new ArrayList<>();
        IntFunction<Hearing> another = i -> network.hearing(condition.of(i), shortcuts);
        grow(hearings, condition.pictures(), another);
        return (input, noiseLevel) -> {
            grow(hearings, input.size(0), another); // no condition is one for any number
            return each(input, i -> hearings.get(i).forward(row(input, i), row(noiseLevel, i)));
        };
    }

    private static void grow(List<Hearing> hearings, long count, IntFunction<Hearing> another) {
        for (int i = hearings.size(); i < count; i++) {
            hearings.add(another.apply(i));
        }
    }

    private static Tensor each(Tensor batch, IntFunction<Tensor> ofPicture) {
        int count = Math.toIntExact(batch.size(0));
        return Tensors.cat(0, IntStream.range(0, count).mapToObj(ofPicture).toList());
    }

    private static Tensor row(Tensor batch, int index) {
        return batch.narrow(0, index, 1);
    }
}
