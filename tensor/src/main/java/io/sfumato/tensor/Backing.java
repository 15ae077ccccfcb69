package io.sfumato.tensor;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * libtorch's tensor behind one of ours, and where its numbers are: in memory of its own, in memory that a file lends and that nobody may
 * write to, or still to be read.
 */
final class Backing {
    private final org.bytedeco.pytorch.Tensor tensor;

    /** Numbers that nobody has needed yet. */
    private volatile @Nullable Awaited awaited;

    /** The owner of memory that is only read, or looked into; held so that it stays. */
    private @Nullable Object lender;

    /** The lender of a view: what is written there would not reach the tensor that it is a view of. */
    private record Viewed(Object lender) {}

    Backing(org.bytedeco.pytorch.Tensor tensor) {
        assert Region.isOpen() : "a tensor was made while no region is open on this thread";
        this.tensor = tensor;
    }

    /** The tensor with its numbers. */
    org.bytedeco.pytorch.Tensor filled() {
        if (awaited != null) {
            receive();
        }
        return shell();
    }

    /** The tensor, whose numbers may still be awaited: for all questions but those about them. */
    org.bytedeco.pytorch.Tensor shell() {
        if (isFreed()) {
            throw new TensorException("a tensor was used after the region that owned it closed."
                    + " Keep it with Region.keep, return it through Region.returning, or pin it");
        }
        return tensor;
    }

    /** The tensor, in memory that may be written. */
    org.bytedeco.pytorch.Tensor writable() {
        org.bytedeco.pytorch.Tensor numbers = filled();
        expectNoView();
        if (lender != null) {
            own();
        }
        return numbers;
    }

    private void expectNoView() {
        if (lender instanceof Viewed) {
            throw new TensorException("a view of a tensor that lies in a file was to be changed."
                    + " Change the tensor itself, or a copy");
        }
    }

    /** Of what was made of this tensor: where it looks into borrowed memory, it borrows too. */
    Backing derived(org.bytedeco.pytorch.Tensor made) {
        Backing backing = new Backing(made);
        if (lender != null && made.is_alias_of(shell())) {
            backing.lender = lender instanceof Viewed ? lender : new Viewed(lender);
        }
        return backing;
    }

    Placement placement() {
        return new Placement(device(), DType.of(shell().scalar_type()));
    }

    Device device() {
        if (shell().is_cpu()) {
            return Device.CPU;
        }
        return shell().is_meta() ? Device.META : Device.cuda(shell().device().index());
    }

    // ---- lifetime --------------------------------------------------------------------------------------------------

    /** It stays until it is {@linkplain #release released}. */
    void retain() {
        shell().retainReference();
    }

    /** Frees it, but where a region or another that retained it holds it. */
    void release() {
        if (!isFreed()) {
            tensor.releaseReference();
        }
        if (isFreed()) {
            settle();
            lender = null;
        }
    }

    boolean isFreed() {
        return tensor.isNull();
    }

    // ---- numbers that come later -----------------------------------------------------------------------------------

    /** Has the numbers read when they are first needed; those it has are forgotten. */
    void await(Awaited numbers) {
        settle();
        awaited = numbers;
    }

    /** Nothing is awaited any more. */
    private void settle() {
        Awaited numbers = awaited;
        awaited = null;
        if (numbers != null) {
            numbers.forget();
        }
    }

    private synchronized void receive() {
        Awaited numbers = awaited;
        if (numbers != null) {
            lender = numbers.isReadOnly(placement()) ? numbers : null;
            take(() -> numbers.read(placement()));
            settle();
        }
    }

    private synchronized void own() {
        take(() -> Tensor.wrap(shell().clone()));
        lender = null;
    }

    /**
     * Takes what {@code change} makes of the numbers in float32, as precisely as anybody has them: from the file, where they still lie
     * there.
     *
     * @param change to a tensor of the same {@link #placement()}
     */
    synchronized void replacePrecise(UnaryOperator<Tensor> change) {
        expectNoView();
        take(() -> change.apply(precise()));
        settle();
        lender = null;
    }

    private Tensor precise() {
        Placement float32 = placement().with(DType.FLOAT32);
        Awaited numbers = awaited;
        return numbers == null ? Tensor.wrap(shell()).to(float32) : numbers.read(float32);
    }

    private void take(Supplier<Tensor> numbers) {
        Grad.off(() -> {
            try (Region region = Region.open()) {
                shell().set_data(numbers.get().handle());
            }
        });
    }
}
