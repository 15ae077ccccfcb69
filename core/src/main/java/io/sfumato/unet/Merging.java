package io.sfumato.unet;

import io.sfumato.diffusion.Shortcuts;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Which tokens of a map attend as one. */
sealed interface Merging {
    /** Each attends for itself. */
    Merging NONE = new Apart();

    /**
     * What tokens attend to.
     *
     * @param tokens [N, T, width]
     * @param attention of [N, M, width], M at most T, to themselves
     * @return [N, T, width]
     */
    Tensor attended(Tensor tokens, UnaryOperator<Tensor> attention);

    /** That of a map of so many rows and columns. */
    Merging on(long height, long width);

    /** For a network whose input has the given sides: only the largest maps that have attention are worth it. */
    static Merging of(Shortcuts.TokenMerging merging, UNetSpec spec, long height, long width) {
        if (merging.equals(Shortcuts.TokenMerging.NONE)) {
            return NONE;
        }
        long factor = spec.leastAttendedFactor();
        return new OfLargest(merging.share(), (height + factor - 1) / factor, (width + factor - 1) / factor);
    }

    /** Each token attends for itself. */
    record Apart() implements Merging {
        @Override
        public Tensor attended(Tensor tokens, UnaryOperator<Tensor> attention) {
            return attention.apply(tokens);
        }

        @Override
        public Merging on(long height, long width) {
            return this;
        }
    }

    /** Tokens of maps of one size alone are merged. */
    record OfLargest(double share, long height, long width) implements Merging {
        @Override
        public Tensor attended(Tensor tokens, UnaryOperator<Tensor> attention) {
            throw new IllegalStateException("it is not known of which map these tokens are");
        }

        @Override
        public Merging on(long rows, long columns) {
            return rows == height && columns == width ? new Alike(TokenGrid.of(height, width), share) : NONE;
        }
    }

    /** Of each picture, those that are most alike. */
    record Alike(TokenGrid grid, double share) implements Merging {
        @Override
        public Tensor attended(Tensor tokens, UnaryOperator<Tensor> attention) {
            List<TokenGroups> groups = new ArrayList<>();
            List<Tensor> merged = new ArrayList<>();
            for (int i = 0; i < tokens.size(0); i++) {
                Tensor own = tokens.select(0, i); // [T, width]
                groups.add(grid.groups(own, share));
                merged.add(groups.get(i).means(own));
            }
            Tensor attended = attention.apply(Tensors.stack(0, merged)); // [N, M, width]
            List<Tensor> apart = new ArrayList<>();
            for (int i = 0; i < groups.size(); i++) {
                apart.add(groups.get(i).spread(attended.select(0, i)));
            }
            return Tensors.stack(0, apart);
        }

        @Override
        public Merging on(long height, long width) {
            return this;
        }
    }
}
