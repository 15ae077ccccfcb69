package io.sfumato.sampling;

import io.sfumato.tensor.Held;
import io.sfumato.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

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

    /** Moves on to {@code next} and remembers {@code now}, with the newest of the past up to {@code most} points. */
    State moved(Tensor next, Past now, int most) {
        List<Past> points = new ArrayList<>(List.of(now));
        points.addAll(past.subList(0, Math.min(past.size(), most - 1)));
        return new State(next, points);
    }

    @Override
    public void forEachTensor(Consumer<Tensor> visitor) {
        visitor.accept(x);
        past.forEach(point -> point.forEachTensor(visitor));
    }
}
