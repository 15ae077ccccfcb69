package io.sfumato.train.loop;

import io.sfumato.tensor.Ensemble;
import io.sfumato.tensor.Exchange;
import io.sfumato.tensor.Recomputation;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.train.recipe.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** From losses to gradients that all processes agree on. */
sealed interface Backward extends AutoCloseable {

    /** Which part of a process's share of a batch this is. */
    enum Turn {
        /** Others follow. */
        EARLIER,
        /** Gradients are whole with it. */
        LAST
    }

    /** Opened before a loss is computed. */
    interface Pass extends AutoCloseable {
        /** Adds the gradient of a loss to that of every weight. */
        void end(Tensor loss, Turn turn);

        @Override
        void close();
    }

    Pass begin();

    @Override
    void close();

    static Backward of(Map<String, Tensor> weights, Schedule.Activations activations, Ensemble ensemble) {
        return activations == Schedule.Activations.KEPT
                ? new Keeping(ensemble.exchange(weights))
                : new Recomputing(weights, ensemble);
    }

    /** Activations are kept; gradients are exchanged while they are computed. */
    record Keeping(Exchange exchange) implements Backward {
        @Override
        public Pass begin() {
            return new Pass() {
                @Override
                public void end(Tensor loss, Turn turn) {
                    if (turn == Turn.LAST) {
                        exchange.backward(loss);
                    } else {
                        exchange.accumulate(loss);
                    }
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {
            exchange.close();
        }
    }

    /** Activations are computed again; gradients are exchanged when all are there. */
    record Recomputing(Map<String, Tensor> weights, Ensemble ensemble) implements Backward {
        /** Numbers that are exchanged at once; a larger gradient goes alone. */
        private static final long BUCKET = 6L << 20;

        @Override
        public Pass begin() {
            Recomputation recomputation = Recomputation.open();
            return new Pass() {
                @Override
                public void end(Tensor loss, Turn turn) {
                    recomputation.backward(loss);
                    if (turn == Turn.LAST && ensemble.size() > 1) {
                        exchange();
                    }
                }

                @Override
                public void close() {
                    recomputation.close();
                }
            };
        }

        /** Every process has a gradient for the same weights first: means need them all. */
        private void exchange() {
            List<Tensor> all = List.copyOf(weights.values());
            double[] here = all.stream()
                    .mapToDouble(weight -> weight.grad() == null ? 0 : 1)
                    .toArray();
            double[] anywhere =
                    ensemble.mean(Tensors.of(here, Shape.of(here.length))).toDoubles();
            List<Tensor> gradients = new ArrayList<>();
            for (int i = 0; i < here.length; i++) {
                if (anywhere[i] > 0) {
                    gradients.add(gradient(all.get(i)));
                }
            }
            buckets(gradients).forEach(this::average);
        }

        private static Tensor gradient(Tensor weight) {
            if (weight.grad() == null) {
                weight.zeroGrad();
            }
            return Objects.requireNonNull(weight.grad());
        }

        /** Gradients of one type that go on their way together: each way has its price. */
        private static List<List<Tensor>> buckets(List<Tensor> gradients) {
            List<List<Tensor>> buckets = new ArrayList<>();
            long room = 0;
            for (Tensor gradient : gradients) {
                boolean fits = room >= gradient.elements()
                        && gradient.dtype()
                                == buckets.get(buckets.size() - 1).get(0).dtype();
                if (!fits) {
                    buckets.add(new ArrayList<>());
                    room = BUCKET;
                }
                buckets.get(buckets.size() - 1).add(gradient);
                room -= gradient.elements();
            }
            return buckets;
        }

        private void average(List<Tensor> bucket) {
            try (Region region = Region.open()) {
                Tensor mean = ensemble.mean(Tensors.cat(
                        0, bucket.stream().map(gradient -> gradient.reshape(-1)).toList()));
                long start = 0;
                for (Tensor gradient : bucket) {
                    Tensor own = mean.narrow(0, start, gradient.elements());
                    gradient.copyInPlace(own.reshape(gradient.shape().toArray()));
                    start += gradient.elements();
                }
            }
        }

        @Override
        public void close() {}
    }
}
