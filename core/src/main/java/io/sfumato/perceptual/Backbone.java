package io.sfumato.perceptual;

import io.sfumato.nn.Conv2d;
import io.sfumato.perceptual.Step.Convolve;
import io.sfumato.perceptual.Step.Fire;
import io.sfumato.perceptual.Step.Pool;
import io.sfumato.perceptual.Step.PoolToTheEdge;
import java.util.ArrayList;
import java.util.List;

/** The recognisers whose features are compared, as torchvision has them. */
public enum Backbone {
    /** Simonyan and Zisserman 2015, 16 layers: that of the paper's autoencoders. */
    VGG16,

    /** Krizhevsky et al. 2012: that of most tables of distances. */
    ALEXNET,

    /** Iandola et al. 2016, version 1.1: the smallest. */
    SQUEEZENET;

    /** The steps to each map of features that is compared, from the one before. */
    List<List<Step>> stages() {
        return switch (this) {
            case VGG16 -> vgg16();
            case ALEXNET -> alexnet();
            case SQUEEZENET -> squeezenet();
        };
    }

    /** The channels of each map of features. */
    List<Integer> widths() {
        return switch (this) {
            case VGG16 -> List.of(64, 128, 256, 512, 512);
            case ALEXNET -> List.of(64, 192, 384, 256, 256);
            case SQUEEZENET -> List.of(64, 128, 256, 384, 384, 512, 512);
        };
    }

    private static Step three(int index, int in, int out) {
        return new Convolve(index, in, out, new Conv2d.Kernel(3, 1, 1));
    }

    private static List<List<Step>> vgg16() {
        return List.of(
                List.of(three(0, 3, 64), three(2, 64, 64)),
                List.of(new Pool(2, 2), three(5, 64, 128), three(7, 128, 128)),
                List.of(new Pool(2, 2), three(10, 128, 256), three(12, 256, 256), three(14, 256, 256)),
                List.of(new Pool(2, 2), three(17, 256, 512), three(19, 512, 512), three(21, 512, 512)),
                List.of(new Pool(2, 2), three(24, 512, 512), three(26, 512, 512), three(28, 512, 512)));
    }

    private static List<List<Step>> alexnet() {
        return List.of(
                List.of(new Convolve(0, 3, 64, new Conv2d.Kernel(11, 4, 2))),
                List.of(new Pool(3, 2), new Convolve(3, 64, 192, new Conv2d.Kernel(5, 1, 2))),
                List.of(new Pool(3, 2), three(6, 192, 384)),
                List.of(three(8, 384, 256)),
                List.of(three(10, 256, 256)));
    }

    private static List<List<Step>> squeezenet() {
        Step pool = new PoolToTheEdge(3, 2);
        List<List<Step>> stages = new ArrayList<>();
        stages.add(List.of(new Convolve(0, 3, 64, new Conv2d.Kernel(3, 2, 0))));
        stages.add(List.of(pool, new Fire(3, 64, 16, 64), new Fire(4, 128, 16, 64)));
        stages.add(List.of(pool, new Fire(6, 128, 32, 128), new Fire(7, 256, 32, 128)));
        stages.add(List.of(pool, new Fire(9, 256, 48, 192)));
        stages.add(List.of(new Fire(10, 384, 48, 192)));
        stages.add(List.of(new Fire(11, 384, 64, 256)));
        stages.add(List.of(new Fire(12, 512, 64, 256)));
        return List.copyOf(stages);
    }
}
