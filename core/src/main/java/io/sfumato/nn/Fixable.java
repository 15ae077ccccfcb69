package io.sfumato.nn;

import io.sfumato.tensor.Features;
import io.sfumato.tensor.WeightLayout;

/** A layer that can be told that its weights stay as they are. */
public interface Fixable {

    /**
     * Lays weights out for products with them from now on, where that suits them: once, and only for a layer that is used and nothing else. Its
     * weights are no parameters any more: they can neither learn, nor be adapted or written.
     *
     * @param features what it will be given
     */
    void fix(WeightLayout layout, Features features);
}
