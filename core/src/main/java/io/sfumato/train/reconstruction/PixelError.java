package io.sfumato.train.reconstruction;

import io.sfumato.tensor.Tensor;

/**
 * The error of pixels, in the mean.
 *
 * @param squareWeight weight of the squared error beside the absolute one
 */
record PixelError(double squareWeight) {
    Tensor of(Tensor pictures, Tensor reconstructions) {
        Tensor error = reconstructions.sub(pictures);
        return error.abs().mean().add(error.square().mean().mul(squareWeight));
    }
}
