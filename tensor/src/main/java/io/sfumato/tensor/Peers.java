package io.sfumato.tensor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/** Several processes, connected by libtorch. */
final class Peers implements Ensemble {
    private static final int LINGER_MS = 500;
    private static final Duration LONGEST_DISCONNECTION = Duration.ofSeconds(2);

    private final Membership me;
    private final RollCall rollCall;
    private final Vigil vigil;
    private final Pulse pulse;
    private final Group group;
    private final List<Exchange> exchanges = new ArrayList<>();
    private @Nullable PeerLostException lost;

    private Peers(Noticeboard board, RollCall rollCall, Pulse pulse, Group group) {
        this.me = board.membership();
        this.rollCall = rollCall;
        this.vigil = new Vigil(board, Vigil.SILENCE);
        this.pulse = pulse;
        this.group = group;
    }

    static Peers meet(Membership me, Device device, Duration patience) {
        Noticeboard board = Noticeboard.open(me, patience);
        try {
            new Arrival(board).await(patience);
        } catch (RuntimeException e) {
            linger(me); // others may have to read why
            board.close();
            throw e;
        }
        RollCall rollCall = new RollCall(board, patience);
        Pulse pulse = Pulse.start(board);
        try {
            return new Peers(board, rollCall, pulse, Group.connect(board, device, patience));
        } catch (RuntimeException e) {
            RuntimeException problem = Group.isOfConnection(e) ? rollCall.lost("meeting the others", e) : e;
            pulse.close();
            rollCall.leave();
            throw problem;
        }
    }

    private static void linger(Membership me) {
        if (me.keeps()) {
            Pause.millis(LINGER_MS);
        }
    }

    @Override
    public int rank() {
        return me.rank();
    }

    @Override
    public int size() {
        return me.size();
    }

    @Override
    public void first(Runnable work) {
        if (leads()) {
            work.run();
        }
        if (lost != null) {
            throw lost;
        }
        try {
            if (leads()) {
                vigil.end();
            } else {
                vigil.await();
            }
        } catch (RuntimeException e) { // of the notes, or of who is missed
            throw lose("what the first process does alone", e);
        }
    }

    @Override
    public void broadcast(Map<String, Tensor> tensors) {
        Map<String, Tensor> ordered = Agreement.order(tensors, this);
        try (Region region = Region.open()) {
            TensorVector handles = new TensorVector(
                    ordered.values().stream().map(Tensor::writable).toArray(org.bytedeco.pytorch.Tensor[]::new));
            Grad.off(() -> together("giving all processes the same numbers", () -> {
                group.broadcastInPlace(handles);
                return handles;
            }));
        }
    }

    /** These numbers as process 0 has them. */
    long[] fromFirst(long[] values) {
        try (Region region = Region.open()) {
            Tensor tensor = Tensors.of(values, Shape.of(values.length));
            TensorVector handles = new TensorVector(tensor.handle());
            return together("comparing the models", () -> {
                        group.broadcastInPlace(handles);
                        return tensor;
                    })
                    .toLongs();
        }
    }

    @Override
    public Tensor mean(Tensor value) {
        if (!value.dtype().isFloating()) {
            throw new TensorException("the mean of " + value + " over processes, expected floating-point numbers");
        }
        return Grad.off(() -> sum(value.contiguous().copy(), "a mean").divInPlace(size()));
    }

    @Override
    public double mean(double value) {
        return total(value, "a mean") / size();
    }

    @Override
    public boolean any(boolean value) {
        return total(value ? 1 : 0, "asking each other") > 0;
    }

    private double total(double value, String what) {
        return Region.computing(
                () -> sum(Tensors.of(new double[] {value}, Shape.of(1)), what).item());
    }

    /** Replaces the numbers of a tensor by their sums over all processes. */
    Tensor sum(Tensor tensor, String what) {
        return together(what, () -> {
            group.sumInPlace(tensor);
            return tensor;
        });
    }

    /** Does something that all processes do, and finds out who is missing where it fails for that. */
    <T> T together(String what, Supplier<T> work) {
        if (lost != null) {
            throw lost;
        }
        try {
            return work.get();
        } catch (RuntimeException e) {
            if (!Group.isOfConnection(e)) {
                throw e;
            }
            throw lose(what, e);
        }
    }

    private PeerLostException lose(String what, RuntimeException cause) {
        disconnect();
        PeerLostException missed = rollCall.lost(what, cause);
        lost = missed;
        return missed;
    }

    /**
     * Closes the connections, at once where a process is lost: the others may wait for this one alone, and would not
     * notice.
     */
    private void disconnect() {
        if (lost == null) {
            List.copyOf(exchanges).forEach(Exchange::close);
            Beside.ask(LONGEST_DISCONNECTION, () -> {
                group.close();
                return true;
            });
        }
    }

    /** Knows of an exchange no more. */
    void forget(Exchange exchange) {
        exchanges.remove(exchange);
    }

    Group group() {
        return group;
    }

    @Override
    public Exchange exchange(Map<String, Tensor> parameters) {
        ReducedExchange exchange = new ReducedExchange(parameters, this);
        exchanges.add(exchange);
        return exchange;
    }

    @Override
    public void close() {
        disconnect();
        pulse.close();
        rollCall.leave();
    }
}
