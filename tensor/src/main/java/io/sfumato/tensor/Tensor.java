package io.sfumato.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * An n-dimensional array of numbers, with PyTorch's operations under PyTorch's names. Operations return new tensors and
 * broadcast as PyTorch does; those that end in {@code InPlace} change this tensor and belong to optimizers alone.
 *
 * <p>Dimensions may be negative, counting from the last. See {@link Region} for lifetime.
 */
public final class Tensor implements Held, AutoCloseable {
    private final Backing backing;

    private Tensor(Backing backing) {
        this.backing = backing;
    }

    static Tensor wrap(org.bytedeco.pytorch.Tensor handle) {
        return new Tensor(new Backing(handle));
    }

    /** libtorch's tensor with its numbers. */
    org.bytedeco.pytorch.Tensor handle() {
        return backing.filled();
    }

    /** libtorch's tensor, in memory that may be written. */
    org.bytedeco.pytorch.Tensor writable() {
        return backing.writable();
    }

    /** libtorch's tensor, whose numbers may still be awaited: for all questions but those about them. */
    private org.bytedeco.pytorch.Tensor shell() {
        return backing.shell();
    }

    /** {@code other}, made of this tensor. */
    private Tensor derived(org.bytedeco.pytorch.Tensor other) {
        return new Tensor(backing.derived(other));
    }

    // ---- what it is ------------------------------------------------------------------------------------------------

    public Shape shape() {
        long[] sizes = new long[rank()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = shell().size(i);
        }
        return Shape.of(sizes);
    }

    public int rank() {
        return (int) shell().dim();
    }

    public long size(int dimension) {
        return shell().size(dimension);
    }

    /** The number of elements. */
    public long elements() {
        return shell().numel();
    }

    public DType dtype() {
        return DType.of(shell().scalar_type());
    }

    public Placement placement() {
        return backing.placement();
    }

    public Device device() {
        return backing.device();
    }

    // ---- lifetime --------------------------------------------------------------------------------------------------

    /** Takes this tensor out of its region: it lives until {@link #close()}. For parameters and other module state. */
    public Tensor pin() {
        backing.retain();
        return this;
    }

    /** Bytes of its numbers. */
    public long bytes() {
        return elements() * dtype().bytes();
    }

    /** Frees this tensor now. Closing twice does nothing. */
    @Override
    public void close() {
        backing.release();
    }

    @Override
    public void forEachTensor(Consumer<Tensor> visitor) {
        visitor.accept(this);
    }

    /** Has the numbers of this tensor read when they are first needed; those it has are forgotten. */
    void await(Awaited numbers) {
        backing.await(numbers);
    }

    // ---- values ----------------------------------------------------------------------------------------------------

    /** The value of a tensor with one element. */
    public double item() {
        if (elements() != 1) {
            throw new TensorException("item() of a tensor of shape " + shape() + ", expected one element");
        }
        return toDoubles()[0];
    }

    /** The elements in row-major order, converted to float. */
    public float[] toFloats() {
        try (Region region = Region.open()) {
            Tensor flat = to(Placement.FLOAT32).contiguous();
            float[] values = new float[Math.toIntExact(flat.elements())];
            if (values.length > 0) { // a tensor without elements has no memory
                new FloatPointer(flat.handle().data_ptr()).get(values);
            }
            return values;
        }
    }

    /** The elements in row-major order, converted to double. */
    public double[] toDoubles() {
        try (Region region = Region.open()) {
            Tensor flat = to(new Placement(Device.CPU, DType.FLOAT64)).contiguous();
            double[] values = new double[Math.toIntExact(flat.elements())];
            if (values.length > 0) {
                new DoublePointer(flat.handle().data_ptr()).get(values);
            }
            return values;
        }
    }

    /** The elements in row-major order, converted to long. */
    public long[] toLongs() {
        try (Region region = Region.open()) {
            Tensor flat = to(Placement.INT64).contiguous();
            long[] values = new long[Math.toIntExact(flat.elements())];
            if (values.length > 0) {
                new LongPointer(flat.handle().data_ptr()).get(values);
            }
            return values;
        }
    }

    // ---- where and in what precision -------------------------------------------------------------------------------

    /** This tensor in another precision; itself where it has it already. Differentiable. */
    public Tensor to(DType dtype) {
        return dtype == dtype() ? this : wrap(handle().to(dtype.scalarType()));
    }

    /** This tensor at another place; itself where it is there already. Differentiable. */
    public Tensor to(Placement placement) {
        return placement.equals(placement()) ? this : Transfer.of(this, placement);
    }

    /** This tensor on another device; itself where it is there already. Differentiable. */
    public Tensor to(Device device) {
        return to(placement().on(device));
    }

    /** Whether the elements lie in memory row by row. */
    boolean isContiguous() {
        return shell().is_contiguous();
    }

    /** Whether the channels of a pixel lie together in memory, and those of the next after them. */
    boolean liesPixelByPixel() {
        return !isContiguous() && shell().is_contiguous(torch.MemoryFormat.ChannelsLast);
    }

    /** The same numbers without gaps in memory, pixel by pixel where they lie so, else row by row. */
    Tensor together() {
        return liesPixelByPixel() ? this : contiguous();
    }

    public Tensor contiguous() {
        return derived(handle().contiguous());
    }

    /** The same numbers in channels-last memory order; the shape stays [N, C, H, W]. */
    public Tensor channelsLast() {
        return derived(handle().contiguous(torch.MemoryFormat.ChannelsLast));
    }

    /** A copy with memory of its own. */
    public Tensor copy() {
        return wrap(handle().clone());
    }

    // ---- arithmetic ------------------------------------------------------------------------------------------------

    public Tensor add(Tensor other) {
        return wrap(handle().add(other.handle()));
    }

    public Tensor add(double value) {
        return wrap(handle().add(new Scalar(value)));
    }

    public Tensor sub(Tensor other) {
        return wrap(handle().sub(other.handle()));
    }

    public Tensor sub(double value) {
        return wrap(handle().sub(new Scalar(value)));
    }

    public Tensor mul(Tensor other) {
        return wrap(handle().mul(other.handle()));
    }

    public Tensor mul(double value) {
        return wrap(handle().mul(new Scalar(value)));
    }

    public Tensor div(Tensor other) {
        return wrap(handle().div(other.handle()));
    }

    public Tensor div(double value) {
        return wrap(handle().div(new Scalar(value)));
    }

    public Tensor pow(double exponent) {
        return wrap(handle().pow(new Scalar(exponent)));
    }

    public Tensor neg() {
        return wrap(handle().neg());
    }

    public Tensor abs() {
        return Outline.isAskedFor(this) ? Outline.ofEach(this) : wrap(handle().abs());
    }

    public Tensor exp() {
        return wrap(handle().exp());
    }

    public Tensor log() {
        return wrap(handle().log());
    }

    public Tensor sqrt() {
        return wrap(handle().sqrt());
    }

    public Tensor square() {
        return wrap(handle().square());
    }

    public Tensor sin() {
        return wrap(handle().sin());
    }

    public Tensor cos() {
        return wrap(handle().cos());
    }

    public Tensor clamp(double low, double high) {
        return Outline.isAskedFor(this)
                ? Outline.ofEach(this)
                : wrap(handle().clamp(new ScalarOptional(new Scalar(low)), new ScalarOptional(new Scalar(high))));
    }

    /** this + weight · (end − this). */
    public Tensor lerp(Tensor end, double weight) {
        return wrap(handle().lerp(end.handle(), new Scalar(weight)));
    }

    /** 1 where this element is less than {@code value}, as a boolean tensor. */
    public Tensor lt(double value) {
        return wrap(handle().lt(new Scalar(value)));
    }

    /** This tensor where {@code mask} is true, {@code other} elsewhere. */
    public Tensor where(Tensor mask, Tensor other) {
        return wrap(handle().where(mask.handle(), other.handle()));
    }

    public Tensor matmul(Tensor other) {
        long columns = other.rank() == 1 ? 1 : other.size(-1);
        return Meter.count(Meter.Kind.PRODUCT, 2.0 * elements() * columns, () -> wrap(handle().matmul(other.handle())));
    }

    // ---- reductions ------------------------------------------------------------------------------------------------

    public Tensor sum() {
        return wrap(handle().sum());
    }

    public Tensor mean() {
        return wrap(handle().mean());
    }

    /** Mean over the given dimensions, which disappear. */
    public Tensor mean(long... dimensions) {
        return wrap(handle().mean(dimensions, false, new ScalarTypeOptional()));
    }

    /** Sum over the given dimensions, which disappear. */
    public Tensor sum(long... dimensions) {
        return wrap(handle().sum(dimensions, false, new ScalarTypeOptional()));
    }

    /** The L2 norm of all elements. */
    public Tensor norm() {
        return wrap(torch.norm(handle()));
    }

    /** Standard deviation over all elements, with Bessel's correction. */
    public Tensor std() {
        return wrap(handle().std());
    }

    public Tensor max() {
        return wrap(handle().max());
    }

    public Tensor min() {
        return wrap(handle().min());
    }

    /** Where the smallest element along a dimension is, int64; the dimension disappears. */
    public Tensor argMin(int dimension) {
        return wrap(handle().argmin(new LongOptional(dimension), false));
    }

    /** Whether every element is a finite number. */
    public boolean isFinite() {
        return Region.computing(() -> wrap(handle().isfinite().all()).toLongs()[0] != 0);
    }

    // ---- shape -----------------------------------------------------------------------------------------------------

    /** The same elements in another shape; one size may be −1. */
    public Tensor reshape(long... sizes) {
        return derived(handle().reshape(sizes));
    }

    public Tensor permute(long... dimensions) {
        return derived(handle().permute(dimensions));
    }

    public Tensor transpose(int a, int b) {
        return derived(handle().transpose(a, b));
    }

    public Tensor unsqueeze(int dimension) {
        return derived(handle().unsqueeze(dimension));
    }

    /** Broadcasts dimensions of size 1 without copying; −1 leaves a size as it is. */
    public Tensor expand(long... sizes) {
        return derived(handle().expand(sizes));
    }

    /** {@code length} entries of one dimension from {@code start}, without copying. */
    public Tensor narrow(int dimension, long start, long length) {
        return derived(handle().narrow(dimension, start, length));
    }

    /** One entry of one dimension, which disappears. */
    public Tensor select(int dimension, long index) {
        return derived(handle().select(dimension, index));
    }

    /** The entries of one dimension that {@code indices} (int64, [n]) names. */
    public Tensor indexSelect(int dimension, Tensor indices) {
        return dimension == 0 && Outline.isAskedFor(this)
                ? Outline.rows(this, indices)
                : wrap(handle().index_select(dimension, indices.handle()));
    }

    /** Equal parts along one dimension, without copying. */
    public List<Tensor> chunk(int parts, int dimension) {
        TensorVector chunks = handle().chunk(parts, dimension);
        List<Tensor> result = new ArrayList<>();
        for (long i = 0; i < chunks.size(); i++) {
            result.add(derived(new org.bytedeco.pytorch.Tensor(chunks.get(i))));
        }
        return result;
    }

    // ---- gradients -------------------------------------------------------------------------------------------------

    /** Marks this leaf as wanting a gradient. */
    public Tensor requireGrad() {
        shell().set_requires_grad(true);
        return this;
    }

    /** Lets this leaf go without a gradient, as a frozen parameter does. */
    public Tensor freeze() {
        shell().set_requires_grad(false);
        return this;
    }

    public boolean requiresGrad() {
        return shell().requires_grad();
    }

    /** Whether it has no history: it was made from no tensor with a gradient. */
    boolean isLeaf() {
        return shell().is_leaf();
    }

    /** Adds the gradient of this scalar to that of every leaf it depends on. */
    public void backward() {
        handle().backward();
    }

    /** The same numbers, cut from the graph. */
    public Tensor detach() {
        return derived(handle().detach());
    }

    /** The gradient, or null where backward has not reached this leaf. */
    public @Nullable Tensor grad() {
        org.bytedeco.pytorch.Tensor grad = handle().grad();
        return grad.defined() ? wrap(new org.bytedeco.pytorch.Tensor(grad)) : null;
    }

    /** Has a gradient of zero from now on. */
    public void zeroGrad() {
        handle().mutable_grad().put(torch.zeros_like(handle()));
    }

    /** Forgets the gradient. */
    public void clearGrad() {
        handle().mutable_grad().reset();
    }

    // ---- in place: for optimizers, averages and loaders only -----------------------------------------------------

    public Tensor copyInPlace(Tensor source) {
        writable().copy_(source.handle());
        return this;
    }

    public Tensor divInPlace(double value) {
        writable().div_(new Scalar(value));
        return this;
    }

    public Tensor mulInPlace(double value) {
        writable().mul_(new Scalar(value));
        return this;
    }

    public Tensor addInPlace(double value) {
        writable().add_(new Scalar(value));
        return this;
    }

    public Tensor addInPlace(Tensor other) {
        writable().add_(other.handle());
        return this;
    }

    /**
     * this ← this + other, computed in float32 and rounded once: where this still lies in a file of higher precision, its numbers
     * there count. Rounding twice would lose what is less than half of the last digit.
     *
     * @param other float32, on any device
     */
    public Tensor addRoundedOnceInPlace(Tensor other) {
        backing.replacePrecise(precise -> precise.add(other.to(device())).to(placement()));
        return this;
    }

    /** this ← this + weight · (end − this). */
    public Tensor lerpInPlace(Tensor end, double weight) {
        writable().lerp_(end.handle(), new Scalar(weight));
        return this;
    }

    @Override
    public String toString() {
        return backing.isFreed() ? "Tensor[closed]" : "Tensor" + shape() + " " + dtype();
    }
}
