package io.sfumato.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Loshchilov and Hutter 2019, algorithm 2: Adam with decoupled weight decay, computed as PyTorch computes it. The
 * moments are pinned; {@link #close()} frees them.
 */
public final class AdamW implements AutoCloseable {

    /** The hyper-parameters. {@link #DEFAULT} holds PyTorch's. */
    public record Options(double beta1, double beta2, double epsilon, double weightDecay) {
        public static final Options DEFAULT = new Options(0.9, 0.999, 1e-8, 0.01);

        public Options {
            if (!isShare(beta1) || !isShare(beta2)) {
                throw new IllegalArgumentException("beta1 and beta2 of the optimizer are " + beta1 + " and " + beta2
                        + ", expected numbers from 0 to below 1");
            }
            if (!(epsilon > 0 && weightDecay >= 0) || Double.isInfinite(epsilon) || Double.isInfinite(weightDecay)) {
                throw new IllegalArgumentException("epsilon and weight_decay of the optimizer are " + epsilon + " and "
                        + weightDecay + ", expected a number above 0, and one not below 0");
            }
        }

        private static boolean isShare(double beta) {
            return beta >= 0 && beta < 1;
        }
    }

    private record Moments(Tensor first, Tensor second) {}

    private final Map<String, Tensor> parameters;
    private final Map<String, Moments> moments = new LinkedHashMap<>();
    private final Options options;
    private long steps;

    /** An optimizer of the named {@code parameters}, which it changes but does not own. */
    public AdamW(Map<String, Tensor> parameters, Options options) {
        this.parameters = Map.copyOf(parameters);
        this.options = options;
        try (Region region = Region.open()) {
            parameters.forEach((name, parameter) -> moments.put(name, moments(name, parameter)));
        }
    }

    private static Moments moments(String name, Tensor parameter) {
        if (!parameter.isContiguous()) {
            throw new TensorException("AdamW: parameter " + name + " does not lie in memory row by row, expected it to."
                    + " Train its contiguous() form");
        }
        Placement placement = parameter.placement();
        return new Moments(
                Tensors.zeros(parameter.shape(), placement).pin(),
                Tensors.zeros(parameter.shape(), placement).pin());
    }

    /** The number of steps taken. */
    public long steps() {
        return steps;
    }

    /** Changes every parameter that has a gradient, then forgets the gradients. Where none has, it only counts. */
    public void step(double learningRate) {
        steps++;
        Grad.off(() -> {
            try (Region region = Region.open()) {
                FusedAdamW.Lists moved = moved();
                if (!moved.parameters().isEmpty()) {
                    FusedAdamW.step(moved, options, learningRate, steps);
                }
            }
        });
        parameters.values().forEach(Tensor::clearGrad);
    }

    private FusedAdamW.Lists moved() {
        FusedAdamW.Lists lists =
                new FusedAdamW.Lists(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        moments.forEach((name, moment) -> {
            Tensor parameter = parameters.get(name);
            Tensor gradient = parameter.grad();
            if (gradient != null) {
                lists.parameters().add(parameter);
                lists.gradients().add(gradient.contiguous());
                lists.first().add(moment.first);
                lists.second().add(moment.second);
            }
        });
        return lists;
    }

    /** The moments by name, {@code NAME.first} and {@code NAME.second}: what a checkpoint stores. */
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        moments.forEach((name, moment) -> {
            state.put(name + ".first", moment.first);
            state.put(name + ".second", moment.second);
        });
        return state;
    }

    /** Goes on as after so many steps, once a checkpoint's moments are copied into {@link #state}. */
    public void resumeAt(long stepCount) {
        steps = stepCount;
    }

    @Override
    public void close() {
        moments.values().forEach(moment -> {
            moment.first.close();
            moment.second.close();
        });
    }
}
