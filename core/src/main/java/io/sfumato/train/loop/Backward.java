package io.sfumato.train.loop;

import io.sfumato.tensor.Ensemble;
import io.sfumato.tensor.Exchange;
import io.sfumato.tensor.Recomputation;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.train.recipe.Schedule;
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
            for (int i = 0; i < here.length; i++) {
                if (anywhere[i] > 0) {
                    average(all.get(i));
                }
            }
        }

        private void average(Tensor weight) {
            if (weight.grad() == null) {
                weight.zeroGrad();
            }
            Tensor gradient = Objects.requireNonNull(weight.grad());
            gradient.copyInPlace(ensemble.mean(gradient));
        }

        @Override
        public void close() {}
    }
}
