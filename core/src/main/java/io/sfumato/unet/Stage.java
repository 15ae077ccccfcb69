package io.sfumato.unet;

import io.sfumato.nn.Layer;
import io.sfumato.nn.Module;
import io.sfumato.tensor.FeatureMaps;
import io.sfumato.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** One entry of {@code input_blocks} or {@code output_blocks}: blocks in a row, named by their number. */
final class Stage extends Module implements Block {
    private final List<Block> blocks = new ArrayList<>();

    <M extends Module & Block> Stage then(M block) {
        blocks.add(Block.recomputed(child(String.valueOf(blocks.size()), block)));
        return this;
    }

    /** Appends a layer; {@code suffix} is appended to its number, as in {@code 0.op}. */
    <M extends Module & Layer> Stage thenLayer(String suffix, M layer, Block before) {
        M adopted = child(blocks.size() + suffix, layer);
        blocks.add((x, hints) -> adopted.forward(before.forward(x, hints)));
        return this;
    }

    /** Appends a function without parameters. */
    Stage thenFunction(Layer function) {
        blocks.add(Block.of(function));
        return this;
    }

    @Override
    public Tensor forward(Tensor x, Hints hints) {
        List<UnaryOperator<Tensor>> steps = new ArrayList<>();
        for (Block block : blocks) {
            Block.Hints own = hints.at(steps.size());
            steps.add(h -> block.forward(h, own));
        }
        return FeatureMaps.compose(x, steps);
    }
}
