package io.sfumato.tensor;

import java.util.Map;

/** One process, which has nobody to agree with. */
final class Alone implements Ensemble {
    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public void first(Runnable work) {
        work.run();
    }

    @Override
    public void broadcast(Map<String, Tensor> tensors) {}

    @Override
    public Tensor mean(Tensor value) {
        return Grad.off(value::copy);
    }

    @Override
    public double mean(double value) {
        return value;
    }

    @Override
    public boolean any(boolean value) {
        return value;
    }

    @Override
    public Exchange exchange(Map<String, Tensor> parameters) {
        return new Monologue();
    }

    @Override
    public void close() {}

    /** Plain backward. */
    private static final class Monologue implements Exchange {
        @Override
        public void accumulate(Tensor loss) {
            loss.backward();
        }

        @Override
        public void backward(Tensor loss) {
            loss.backward();
        }

        @Override
        public void close() {}
    }
}
