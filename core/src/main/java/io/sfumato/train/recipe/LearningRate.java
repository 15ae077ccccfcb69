package io.sfumato.train.recipe;

import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** The learning rate at each step, counted from 0. */
public sealed interface LearningRate {

    /** The rate of one step out of {@code total}. */
    double at(long step, long total);

    /** Rises in {@code warmup} steps to {@code peak} and stays. */
    record Constant(double peak, long warmup) implements LearningRate {
        public Constant {
            check("peak", peak);
        }

        @Override
        public double at(long step, long total) {
            return peak * rise(step, warmup);
        }
    }

    /**
     * Falls from {@code peak} along a half cosine over all steps to {@code peak · floor}; in the first {@code warmup} steps it is also
     * multiplied by a ramp from 0 to 1, so that {@code peak} itself is not reached. {@link WarmUpCosine} begins its cosine after that.
     */
    record Cosine(double peak, long warmup, double floor) implements LearningRate {
        public Cosine {
            check("peak", peak);
            check("floor", floor);
        }

        @Override
        public double at(long step, long total) {
            double done = total <= 0 ? 1 : Math.min(1, step / (double) total);
            return peak * rise(step, warmup) * (floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * done)));
        }
    }

    /**
     * Rises in {@code warmup} steps from {@code start} to {@code peak}, falls along a half cosine to {@code end} at step
     * {@code last}, and stays: the reference's {@code LambdaWarmUpCosineScheduler} times its base rate.
     */
    record WarmUpCosine(double start, double peak, double end, long warmup, long last) implements LearningRate {
        public WarmUpCosine {
            check("start", start);
            check("peak", peak);
            check("end", end);
            if (warmup < 1 || last <= warmup) {
                throw new IllegalArgumentException("warmup and last are " + warmup + " and " + last
                        + ", expected a number above 0 and a greater one");
            }
        }

        @Override
        public double at(long step, long total) {
            if (step < warmup) {
                return start + (peak - start) * step / warmup;
            }
            double done = Math.min(1, (step - warmup) / (double) (last - warmup));
            return end + (peak - end) * 0.5 * (1 + Math.cos(Math.PI * done));
        }
    }

    /**
     * Cycles one after the other, each of which rises and then falls along a half cosine: the reference's {@code
     * LambdaWarmUpCosineScheduler2} times its base rate. After the last cycle the rate stays.
     */
    record WarmUpCosineCycles(List<Cycle> cycles) implements LearningRate {
        public WarmUpCosineCycles {
            cycles = Cycle.check(cycles);
        }

        @Override
        public double at(long step, long total) {
            return Cycle.at(cycles, step, Cycle::cosine);
        }
    }

    /**
     * Cycles one after the other, each of which rises and then falls along a line: the reference's {@code LambdaLinearScheduler}
     * times its base rate. After the last cycle the rate stays.
     */
    record WarmUpLinearCycles(List<Cycle> cycles) implements LearningRate {
        public WarmUpLinearCycles {
            cycles = Cycle.check(cycles);
        }

        @Override
        public double at(long step, long total) {
            return Cycle.at(cycles, step, Cycle::line);
        }
    }

    /**
     * A rise in {@code warmup} steps from {@code start} to {@code peak}, and a fall to {@code end} at step {@code length}, with which
     * the next cycle begins. The step between two cycles belongs to the first, as in the reference.
     */
    record Cycle(double start, double peak, double end, long warmup, long length) {
        public Cycle {
            LearningRate.check("start", start);
            LearningRate.check("peak", peak);
            LearningRate.check("end", end);
            if (warmup < 0 || length <= warmup) {
                throw new IllegalArgumentException("warmup and length of a cycle are " + warmup + " and " + length
                        + ", expected 0 or more and a greater one");
            }
        }

        private static List<Cycle> check(List<Cycle> cycles) {
            if (cycles.isEmpty()) {
                throw new IllegalArgumentException("cycles of the learning rate are none, expected at least one");
            }
            return List.copyOf(cycles);
        }

        private static double at(List<Cycle> cycles, long step, ToDoubleBiFunction<Cycle, Long> fall) {
            long begin = 0;
            int current = 0;
            while (current + 1 < cycles.size() && step > begin + cycles.get(current).length) {
                begin += cycles.get(current).length;
                current++;
            }
            Cycle cycle = cycles.get(current);
            long done = Math.min(step - begin, cycle.length);
            return done < cycle.warmup
                    ? cycle.start + (cycle.peak - cycle.start) * done / cycle.warmup
                    : fall.applyAsDouble(cycle, done);
        }

        private double cosine(long done) {
            double share = (done - warmup) / (double) (length - warmup);
            return end + (peak - end) * 0.5 * (1 + Math.cos(Math.PI * share));
        }

        /** The line comes from {@code peak} at step 0: after a rise it begins lower. The reference's does. */
        private double line(long done) {
            return end + (peak - end) * (length - done) / length;
        }
    }

    private static void check(String what, double rate) {
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException(
                    what + " of the learning rate is " + rate + ", expected a finite number, 0 or more");
        }
    }

    private static double rise(long step, long warmup) {
        return warmup <= 0 ? 1 : Math.min(1, (step + 1) / (double) warmup);
    }
}
