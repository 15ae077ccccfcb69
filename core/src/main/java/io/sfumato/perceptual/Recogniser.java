package io.sfumato.perceptual;

import io.sfumato.nn.Chain;
import io.sfumato.nn.Conv2d;
import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A network that has learned to recognise things, up to the last features that are compared. */
final class Recogniser extends Module {
    /** What its parameters begin with. */
    static final String PREFIX = "features.";

    private final List<Chain> stages = new ArrayList<>();

    Recogniser(Backbone backbone, Init init) {
        for (List<Step> steps : backbone.stages()) {
            Chain chain = new Chain();
            steps.forEach(step -> append(chain, step, init));
            stages.add(chain);
        }
    }

    private void append(Chain chain, Step step, Init init) {
        if (step instanceof Step.Convolve convolve) {
            Conv2d convolution =
                    child(name(convolve.index()), Conv2d.of(convolve.in(), convolve.out(), convolve.kernel(), init));
            chain.then(convolution).then(Functional::relu);
        } else if (step instanceof Step.Fire fire) {
            chain.then(child(name(fire.index()), new FireModule(fire, init)));
        } else if (step instanceof Step.Pool pool) {
            chain.then(x -> Functional.maxPool(x, pool.side(), pool.stride()));
        } else if (step instanceof Step.PoolToTheEdge pool) {
            chain.then(x -> Functional.maxPoolToTheEdge(x, pool.side(), pool.stride()));
        }
    }

    private static String name(int index) {
        return PREFIX + index;
    }

    /** The maps that are compared, from fine to coarse. */
    List<Tensor> features(Tensor pictures) {
        List<Tensor> maps = new ArrayList<>();
        Tensor h = pictures;
        for (Chain stage : stages) {
            h = stage.forward(h);
            maps.add(h);
        }
        return maps;
    }
}
