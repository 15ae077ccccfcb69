package io.sfumato.sampling;

import io.sfumato.tensor.Held;
import io.sfumato.tensor.Tensor;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Where a trajectory is: {@code x}, [N, C, H, W], and for multistep solvers the points it came by, newest first. That
 * is all the memory that a solver may have.
 */
public record State(Tensor x, List<Past> past) implements Held {

    public State {
        past = List.copyOf(past);
    }

    /** The start of a trajectory. */
    public static State at(Tensor x) {
        return new State(x, List.of());
    }

    /** The same past at another x. */
    public State withX(Tensor other) {
        return new State(other, past);
    }

    /** Moves on to {@code next} and remembers {@code now}, with the newest of the past: {@code most} points in all. */
    State moved(Tensor next, Past now, int most) {
        return new State(
                next, Stream.concat(Stream.of(now), past.stream()).limit(most).toList());
    }

    @Override
    public void forEachTensor(Consumer<Tensor> visitor) {
        visitor.accept(x);
        past.forEach(point -> point.forEachTensor(visitor));
    }
}
