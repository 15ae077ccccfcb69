package io.sfumato.unet;

import io.sfumato.nn.Conv2d;
import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Builds the stages of a U-Net one after the other. */
final class LadderBuilder {
    private final UNetSpec spec;
    private final Init init;
    private final List<Stage> down = new ArrayList<>();
    private final List<Stage> up = new ArrayList<>();
    private final Scales scales = new Scales();
    private final Deque<Integer> remembered = new ArrayDeque<>(); // channels of what comes out of each stage down
    private int width; // channels of what comes out of the last stage so far

    LadderBuilder(UNetSpec spec, Init init) {
        this.spec = spec;
        this.init = init;
        width = spec.width();
    }

    /** To be called once. */
    Ladder build() {
        buildDown();
        Stage middle = middle();
        buildUp();
        return new Ladder(List.copyOf(down), middle, List.copyOf(up), width, scales);
    }

    private void buildDown() {
        addDown(0, new Stage().thenLayer("", Conv2d.same(spec.inChannels(), width, init), Block.of(x -> x)));
        for (int level = 0; level <= lowest(); level++) {
            for (int block = 0; block < spec.residualBlocks(); block++) {
                addDown(level, residual(level, width));
            }
            if (level < lowest()) {
                addDown(level + 1, halving());
            }
        }
    }

    private void addDown(int level, Stage stage) {
        down.add(stage);
        remembered.push(width);
        scales.place(stage, level);
    }

    private int lowest() {
        return spec.multipliers().size() - 1;
    }

    /** A residual block from {@code in} channels to those of a level, and attention where the level has it. */
    private Stage residual(int level, int in) {
        width = spec.width() * spec.multipliers().get(level);
        Stage stage = new Stage().then(ResidualBlock.same(in, width, spec, init));
        if (spec.attentionFactors().contains(1 << level)) {
            attend(stage);
        }
        return stage;
    }

    private void attend(Stage stage) {
        if (spec.attention() instanceof UNetSpec.CrossAttention cross) {
            stage.then(new SpatialTransformer(width, cross, init));
        } else {
            stage.then(new AttentionBlock(width, spec.attention().heads().of(width), init));
        }
    }

    private Stage halving() {
        return switch (spec.resampling()) {
            case CONVOLUTION -> new Stage().thenLayer(".op", Conv2d.halving(width, width, 1, init), Block.of(x -> x));
            case RESIDUAL -> new Stage().then(new ResidualBlock(width, width, spec, Functional::averagePool, init));
            case PLAIN -> new Stage().thenFunction(Functional::averagePool);
        };
    }

    private Stage middle() {
        Stage stage = new Stage().then(ResidualBlock.same(width, width, spec, init));
        attend(stage);
        return at(lowest(), stage.then(ResidualBlock.same(width, width, spec, init)));
    }

    private void buildUp() {
        for (int level = lowest(); level >= 0; level--) {
            for (int block = 0; block <= spec.residualBlocks(); block++) {
                Stage stage = residual(level, width + remembered.pop());
                if (level > 0 && block == spec.residualBlocks()) {
                    doubling(stage, level - 1);
                }
                up.add(stage);
                scales.place(stage, level);
            }
        }
    }

    /** To the level above, where its layer computes. */
    private void doubling(Stage stage, int above) {
        switch (spec.resampling()) {
            case CONVOLUTION ->
                stage.thenLayer(".conv", at(above, Conv2d.same(width, width, init)), LadderBuilder::doubled);
            case RESIDUAL ->
                stage.then(at(above, new ResidualBlock(width, width, spec, Functional::upsampleNearest, init)));
            case PLAIN -> stage.thenFunction(Functional::upsampleNearest);
        }
    }

    private <M extends Module> M at(int level, M module) {
        scales.place(module, level);
        return module;
    }

    /** Twice the sides, or one less where a halving rounded up. */
    static Tensor doubled(Tensor x, Block.Hints hints) {
        return Functional.resizeNearest(x, hints.next().size(2), hints.next().size(3));
    }
}
