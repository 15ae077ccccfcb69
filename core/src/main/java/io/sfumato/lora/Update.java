package io.sfumato.lora;

import io.sfumato.tensor.Held;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import java.util.function.Consumer;

/**
 * The update of one weight.
 *
 * @param down [rank, in], or [rank, in, k, k] of a convolution
 * @param up [out, rank], or [out, rank, 1, 1]
 */
record Update(Tensor down, Tensor up, double alpha) implements Held {
    long rank() {
        return down.size(0);
    }

    /** scale · (α / rank) · up · down in the shape of the weight: Hu et al. 2021, eq. 3. */
    Tensor product(Shape weight, double scale) {
        Tensor left = up.reshape(weight.size(0), rank()).mul(scale * alpha / rank()); // [out, rank]
        Tensor right = down.reshape(rank(), -1); // [rank, in·k·k]
        return left.matmul(right).reshape(weight.toArray());
    }

    @Override
    public void forEachTensor(Consumer<Tensor> visitor) {
        visitor.accept(down);
        visitor.accept(up);
    }
}
