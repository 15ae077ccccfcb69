package io.sfumato.nn;

import io.sfumato.tensor.Device;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;

/** Where the first values of parameters come from. */
public sealed interface Init {

    /** Uniform in ±1/√fanIn: PyTorch's default for linear layers and convolutions. */
    Tensor uniform(Shape shape, long fanIn);

    /** Normal with the given standard deviation. */
    Tensor normal(Shape shape, double deviation);

    /** One value everywhere. */
    Tensor constant(Shape shape, double value);

    /** Draws values from a seeded stream: for training from nothing. */
    record Drawn(Rng rng, Placement placement) implements Init {
        @Override
        public Tensor uniform(Shape shape, long fanIn) {
            double bound = 1 / Math.sqrt((double) fanIn);
            return rng.uniform(shape, bound, placement);
        }

        @Override
        public Tensor normal(Shape shape, double deviation) {
            return rng.normal(shape, deviation, placement);
        }

        @Override
        public Tensor constant(Shape shape, double value) {
            return Tensors.full(shape, value, placement);
        }
    }

    /** Kernels and matrices from a normal distribution, as generative adversarial networks like them; the rest as {@code init}. */
    record NormalKernels(Init init, double deviation) implements Init {
        @Override
        public Tensor uniform(Shape shape, long fanIn) {
            return shape.rank() > 1 ? init.normal(shape, deviation) : init.uniform(shape, fanIn);
        }

        @Override
        public Tensor normal(Shape shape, double of) {
            return init.normal(shape, of);
        }

        @Override
        public Tensor constant(Shape shape, double value) {
            return init.constant(shape, value);
        }
    }

    /** Leaves values undefined: for modules that are filled from a checkpoint at once. */
    record Blank(Placement placement) implements Init {
        @Override
        public Tensor uniform(Shape shape, long fanIn) {
            return Tensors.empty(shape, placement);
        }

        @Override
        public Tensor normal(Shape shape, double deviation) {
            return Tensors.empty(shape, placement);
        }

        @Override
        public Tensor constant(Shape shape, double value) {
            return Tensors.empty(shape, placement);
        }
    }

    /** float32 parameters in main memory that are filled at once. */
    static Init blank() {
        return blank(Device.CPU);
    }

    /** float32 parameters that are filled at once. */
    static Init blank(Device device) {
        return new Blank(Placement.FLOAT32.on(device));
    }

    /** float32 values in main memory, drawn from {@code rng}. */
    static Init drawn(Rng rng) {
        return drawn(rng, Device.CPU);
    }

    /** float32 values drawn from {@code rng}: the same on any device. */
    static Init drawn(Rng rng, Device device) {
        return new Drawn(rng, Placement.FLOAT32.on(device));
    }
}
