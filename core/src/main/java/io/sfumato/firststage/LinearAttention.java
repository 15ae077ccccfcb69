package io.sfumato.firststage;

import io.sfumato.nn.Conv2d;
import io.sfumato.nn.Init;
import io.sfumato.nn.Layer;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Tensor;
import java.util.List;

/**
 * Attention whose cost is linear in the number of positions (Shen et al. 2021, with the softmax of the keys alone): keys
 * and values are summed up over all positions first. As the reference has it, with one head, no norm and no shortcut.
 */
final class LinearAttention extends Module implements Layer {
    private final Conv2d qkv;
    private final Conv2d out;

    LinearAttention(int channels, Init init) {
        qkv = child("to_qkv", Conv2d.pointwiseWithoutBias(channels, 3L * channels, init));
        out = child("to_out", Conv2d.pointwise(channels, channels, init));
    }

    @Override
    public Tensor forward(Tensor x) {
        List<Tensor> parts =
                qkv.forward(x).reshape(x.size(0), 3 * x.size(1), -1).chunk(3, 1); // each [N, C, HW]
        Tensor shares = Functional.softmax(parts.get(1), 2); // over the positions
        Tensor summed = parts.get(2).matmul(shares.transpose(1, 2)); // [N, C of v, C of k]
        return out.forward(summed.matmul(parts.get(0)).reshape(x.size(0), x.size(1), x.size(2), x.size(3)));
    }
}
