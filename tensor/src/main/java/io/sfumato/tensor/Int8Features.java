package io.sfumato.tensor;

import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.global.torch;

/**
 * Features as unsigned 8-bit integers on one scale, which spans what there is of them.
 *
 * @param numbers UINT8: a feature is scale · (number − zeroPoint)
 * @param zeroPoint the number of 0, from 1 to 255; never 0, for which oneDNN would lay weights out in another way
 */
record Int8Features(Tensor numbers, double scale, long zeroPoint) {
    private static final int STEPS = 254;

    /** Throws {@link TensorException} where one is infinite or not a number. */
    static Int8Features of(Tensor x) {
        Tensor precise = x.to(DType.FLOAT32);
        T_TensorTensor_T ends = torch.aminmax(precise.handle());
        double low = Math.min(0, Tensor.wrap(ends.get0()).item());
        double high = Math.max(0, Tensor.wrap(ends.get1()).item());
        if (!Double.isFinite(high - low)) {
            throw new TensorException("features run from " + low + " to " + high
                    + ", which 8 bits cannot tell apart. Another precision shows where they come from");
        }
        double scale = high == low ? 1 : (high - low) / STEPS;
        long zeroPoint = 1 + Math.round(-low / scale);
        org.bytedeco.pytorch.Tensor quantized =
                torch.quantize_per_tensor(precise.handle(), scale, zeroPoint, torch.ScalarType.QUInt8);
        return new Int8Features(Tensor.wrap(quantized.int_repr()), scale, zeroPoint);
    }
}
