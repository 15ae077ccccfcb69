package io.sfumato.tensor;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the operations of one thread's forward passes cost, by kind: calls, floating-point operations counted from shapes
 * (two for each multiply-add of its definition, however few of them are done; none for what only runs through memory), and seconds. Nothing is counted of a gradient's way
 * back, but for what is computed again on it; attention to the tokens before is counted as that to all. Where nobody measures it costs next to nothing.
 */
public final class Meter {
    private static final ThreadLocal<@Nullable Meter> RUNNING = new ThreadLocal<>();

    private final Map<Kind, Cost> costs = new EnumMap<>(Kind.class);
    private boolean inside;

    private Meter() {}

    /** What an operation mostly is. */
    public enum Kind {
        /** A kernel larger than one pixel slides over a map. */
        CONVOLUTION,
        /** A convolution that sees one pixel. */
        POINTWISE,
        /** A matrix times each token. */
        LINEAR,
        /** Tokens look at each other: two products, and the softmax between them. */
        ATTENTION,
        /** Any other product of matrices. */
        PRODUCT,
        /** Group and layer norm. */
        NORM,
        /** A function of each number. */
        ACTIVATION
    }

    /**
     * Of all operations of a kind.
     *
     * @param operations in floating point, not calls
     */
    public record Cost(long calls, double operations, double seconds) {
        /** Both together. */
        public Cost plus(Cost other) {
            return new Cost(calls + other.calls, operations + other.operations, seconds + other.seconds);
        }
    }

    /** Does some work and tells what the operations in it cost. The map has the kinds that there were. */
    public static Map<Kind, Cost> of(Runnable work) {
        Meter before = RUNNING.get();
        Meter meter = new Meter();
        RUNNING.set(meter);
        try {
            work.run();
        } finally {
            RUNNING.set(before);
        }
        return meter.costs;
    }

    /** Does an operation; of one inside another, the outer one is counted. */
    static <T> T count(Kind kind, double operations, Supplier<T> operation) {
        Meter meter = RUNNING.get();
        return meter == null || meter.inside ? operation.get() : meter.measure(kind, operations, operation);
    }

    private <T> T measure(Kind kind, double operations, Supplier<T> operation) {
        inside = true;
        long start = System.nanoTime();
        try {
            T result = operation.get();
            Device.await();
            return result;
        } finally {
            inside = false;
            Cost cost = new Cost(1, operations, (System.nanoTime() - start) / 1e9);
            costs.merge(kind, cost, Cost::plus);
        }
    }
}
