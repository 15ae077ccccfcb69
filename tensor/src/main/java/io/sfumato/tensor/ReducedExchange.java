package io.sfumato.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.BoolVector;
import org.bytedeco.pytorch.Reducer;
import org.bytedeco.pytorch.SizeTStringMap;
import org.bytedeco.pytorch.SizeTVector;
import org.bytedeco.pytorch.SizeTVectorVector;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Gradients exchanged by libtorch's Reducer, the engine of PyTorch's DistributedDataParallel: they are gathered in buckets,
 * and a bucket goes on its way as soon as its last gradient is there.
 *
 * <p>The Reducer waits for every parameter that the loss depends on, and is told by the graph which those are. It would
 * wait forever in a process whose loss depends on none, and it warns of needless search where the loss depends on all.
 * Two numbers among the parameters see to both: the loss always depends on the one, and never on the other.
 */
final class ReducedExchange implements Exchange {
    private static final String WHAT = "the exchange of gradients";
    private static final long FIRST_BUCKET_BYTES = 1L << 20; // both as DistributedDataParallel
    private static final long BUCKET_BYTES = 25L << 20;

    private final Peers peers;
    private final List<Tensor> parameters;
    private final Tensor always;
    private final Tensor never;
    private final Reducer reducer;
    private boolean accumulated;

    ReducedExchange(Map<String, Tensor> parameters, Peers peers) {
        Map<String, Tensor> trained = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            if (parameter.requiresGrad()) {
                trained.put(name, parameter);
            }
        });
        this.peers = peers;
        this.parameters = List.copyOf(Agreement.order(trained, peers).values());
        if (this.parameters.isEmpty()) {
            throw new TensorException("no parameter wants a gradient, so there is nothing to exchange");
        }
        try (Region region = Region.open()) {
            Placement place = Placement.FLOAT32.on(this.parameters.get(0).device());
            always = Tensors.zeros(Shape.of(1), place).requireGrad().pin();
            never = Tensors.zeros(Shape.of(1), place).requireGrad().pin();
            reducer = reducer();
            reducer.retainReference();
        }
    }

    private Reducer reducer() {
        List<Tensor> all = new ArrayList<>(parameters);
        Collections.reverse(all); // the last layers' gradients are the first to be there
        all.add(0, always);
        all.add(never);
        TensorVector handles =
                new TensorVector(all.stream().map(Tensor::handle).toArray(org.bytedeco.pytorch.Tensor[]::new));
        SizeTVectorVector buckets = torch.compute_bucket_assignment_by_size(
                        handles, new SizeTVector(FIRST_BUCKET_BYTES, BUCKET_BYTES))
                .get0();
        return new Reducer(
                handles,
                buckets,
                peers.group().handle(),
                new BoolVector(), // no gradient is sparse
                BUCKET_BYTES,
                true, // the graph is searched for parameters without a gradient
                true, // gradients lie in the buckets: no second copy
                new SizeTStringMap(),
                FIRST_BUCKET_BYTES,
                false,
                false);
    }

    @Override
    public void accumulate(Tensor loss) {
        accumulated = true;
        loss.backward();
    }

    @Override
    public void backward(Tensor loss) {
        if (accumulated) {
            level();
            accumulated = false;
        }
        peers.together(WHAT, () -> {
            try (Region region = Region.open()) {
                Tensor anchored = loss.add(always.sum().mul(0));
                reducer.prepare_for_backward(new TensorVector(anchored.handle()));
                anchored.backward();
                return anchored;
            }
        });
    }

    /**
     * Gives a gradient of zero to what has none here, and has one in another process from a micro-batch before: else it
     * would be averaged there, and stay without a gradient here.
     */
    private void level() {
        try (Region region = Region.open()) {
            double[] known = new double[parameters.size()];
            for (int i = 0; i < known.length; i++) {
                known[i] = parameters.get(i).grad() == null ? 0 : 1;
            }
            double[] anywhere =
                    peers.sum(Tensors.of(known, Shape.of(known.length)), WHAT).toDoubles();
            for (int i = 0; i < known.length; i++) {
                if (known[i] == 0 && anywhere[i] > 0) {
                    parameters.get(i).zeroGrad();
                }
            }
        }
    }

    @Override
    public void close() { // once more does nothing
        peers.forget(this);
        reducer.releaseReference();
        always.close();
        never.close();
    }
}
