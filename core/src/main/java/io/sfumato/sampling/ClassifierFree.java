package io.sfumato.sampling;

import io.sfumato.condition.Condition;
import io.sfumato.diffusion.Denoiser;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.List;

/**
 * Ho and Salimans 2022, eq. 6, with the reference's scale s = w + 1: D = D_absent + s · (D_wanted − D_absent). D is
 * linear in ε, so this is the same formula on ε. Scale 1 is no guidance and costs none.
 *
 * @param absent the condition of "nothing in particular", for as many images as the wanted one
 * @param within the noise levels at which it acts: at others the wanted condition is followed as it is, at half the cost
 *     (Kynkäänniemi et al. 2024)
 */
public record ClassifierFree(double scale, Condition absent, NoiseRange within) implements Guidance {

    /** At every noise level. */
    public ClassifierFree(double scale, Condition absent) {
        this(scale, absent, NoiseRange.ALL);
    }

    @Override
    public Denoise bind(Denoiser denoiser, Condition wanted) {
        if (scale == 1) {
            return Denoise.of(denoiser, wanted);
        } else if (within.equals(NoiseRange.ALL)) {
            return guided(denoiser, wanted);
        }
        Denoise guided = guided(denoiser, wanted);
        Denoise plain = Denoise.of(denoiser, wanted);
        return (x, sigma) -> (within.holds(sigma) ? guided : plain).at(x, sigma);
    }

    private Denoise guided(Denoiser denoiser, Condition wanted) {
        Denoise both = Denoise.of(denoiser, absent.followedBy(wanted));
        return (x, sigma) -> {
            List<Tensor> halves = both.at(Tensors.cat(0, x, x), sigma).chunk(2, 0);
            Tensor towards = halves.get(1).sub(halves.get(0));
            return halves.get(0).add(towards.mul(scale));
        };
    }
}
