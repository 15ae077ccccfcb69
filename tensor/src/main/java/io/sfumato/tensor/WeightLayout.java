package io.sfumato.tensor;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How weights that stay as they are are laid out for products with them. */
public enum WeightLayout {
    /**
     * In the order that oneDNN computes with, into which it else brings them at every call: for a small map that takes longer than
     * the product. The same numbers, but that large convolutions take fewer products (Winograd's), which rounds otherwise.
     */
    PACKED {
        @Override
        public boolean isAvailable() {
            return has(
                    OneDnn.PACK_LINEAR, OneDnn.LINEAR, OneDnn.LINEAR_WITH, OneDnn.PACK_CONVOLUTION, OneDnn.CONVOLUTION);
        }

        /** Of float16 oneDNN has products on few processors, and tiles add up more than its range holds. */
        @Override
        public boolean serves(Placement compute) {
            return compute.device().isCpu() && compute.dtype() != DType.FLOAT16;
        }

        @Override
        public boolean suits(Shape weight, DType dtype) {
            boolean computed = dtype == DType.FLOAT32 || (dtype == DType.BFLOAT16 && Processor.multipliesBfloat16());
            return computed && Functional.fillsBlocks(weight);
        }

        @Override
        public FixedProduct linear(Tensor weight, @Nullable Tensor bias) {
            return freeing(weight, () -> new PackedLinear(weight, bias));
        }

        @Override
        public FixedProduct gate(Tensor weight, Tensor bias) {
            return freeing(weight, () -> new PackedGate(weight, bias));
        }

        @Override
        public FixedProduct convolution(
                Tensor weight, @Nullable Tensor bias, long stride, long padding, Features features) {
            if (stride == 1 && padding == 1 && WinogradConvolution.isWorthwhile(weight.shape(), features.pixels())) {
                return freeing(weight, () -> WinogradConvolution.takingOver(weight, bias));
            }
            return new PackedConvolution(weight, bias, stride, padding);
        }
    },
    /**
     * As 8-bit integers, summed in 32 bits: weights are rounded once, each output channel on a scale of its own ({@link Int8Weights}),
     * features as they come, all of a call on one ({@link Int8Features}). Sums of integers are exact, whatever the number of threads. A
     * product throws {@link TensorException} where a feature is infinite or not a number.
     */
    INT8 {
        @Override
        public boolean isAvailable() {
            return Processor.multipliesInt8()
                    && has(
                            OneDnn.PACK_INT8_LINEAR,
                            OneDnn.INT8_LINEAR,
                            OneDnn.PACK_INT8_CONVOLUTION,
                            OneDnn.INT8_CONVOLUTION);
        }

        @Override
        public boolean serves(Placement compute) {
            return compute.device().isCpu();
        }

        @Override
        public boolean suits(Shape weight, DType dtype) {
            return true;
        }

        @Override
        public FixedProduct linear(Tensor weight, @Nullable Tensor bias) {
            return new Int8Linear(weight, bias);
        }

        @Override
        public FixedProduct gate(Tensor weight, Tensor bias) {
            return new Int8Gate(new Int8Linear(weight, bias));
        }

        @Override
        public FixedProduct convolution(
                Tensor weight, @Nullable Tensor bias, long stride, long padding, Features features) {
            return new Int8Convolution(weight, bias, stride, padding);
        }
    },
    /**
     * The channels of a pixel together: graphics processors convolve numbers of 16 bits so, and else bring maps and weights into this order at
     * every call. Linear maps stay as they are.
     */
    CHANNELS_LAST {
        @Override
        public boolean isAvailable() {
            return true;
        }

        /** float32 is convolved by other units, which have no such preference. */
        @Override
        public boolean serves(Placement compute) {
            return !compute.device().isCpu() && compute.dtype().bytes() == 2;
        }

        @Override
        public boolean suits(Shape weight, DType dtype) {
            return weight.rank() == 4;
        }

        @Override
        public FixedProduct linear(Tensor weight, @Nullable Tensor bias) {
            throw noOther();
        }

        @Override
        public FixedProduct gate(Tensor weight, Tensor bias) {
            throw noOther();
        }

        private IllegalStateException noOther() {
            return new IllegalStateException("weights of a linear map were to be laid out, which have no channels");
        }

        @Override
        public FixedProduct convolution(
                Tensor weight, @Nullable Tensor bias, long stride, long padding, Features features) {
            return new ChannelsLastConvolution(weight, bias, stride, padding);
        }
    };

    /** The layout of layers that this one is too coarse for. */
    public WeightLayout beside() {
        return this == INT8 ? PACKED : this;
    }

    private static FixedProduct freeing(Tensor weight, Supplier<FixedProduct> laidOut) {
        long bytes = weight.bytes();
        FixedProduct product = laidOut.get();
        ResidentMemory.freed(bytes);
        return product;
    }

    private static boolean has(NamedOperator... operators) {
        return Arrays.stream(operators).allMatch(NamedOperator::isThere);
    }

    /** Whether this machine has instructions for it, in a build of libtorch that uses them. */
    public abstract boolean isAvailable();

    /** Whether networks gain by it that are somewhere and compute in a precision. */
    public abstract boolean serves(Placement compute);

    /** Whether weights of a shape, [out, in, ...], can be laid out so, and multiplied with features of a type. */
    public abstract boolean suits(Shape weight, DType dtype);

    /** x · weightᵀ + bias over the last dimension; weight is [out, in]. It takes over both, which are closed. */
    public abstract FixedProduct linear(Tensor weight, @Nullable Tensor bias);

    /** {@link Functional#geglu} of the linear map x · weightᵀ + bias; weight is [2 · out, in]. It takes over both, which are closed. */
    public abstract FixedProduct gate(Tensor weight, Tensor bias);

    /**
     * A convolution of [N, in, H, W]; weight is [out, in, k, k]. It takes over both, which are closed.
     *
     * @param features that are to come; it is made for them, and right for others too
     */
    public abstract FixedProduct convolution(
            Tensor weight, @Nullable Tensor bias, long stride, long padding, Features features);
}
