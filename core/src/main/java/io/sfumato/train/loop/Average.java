package io.sfumato.train.loop;

import io.sfumato.tensor.Foreach;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.recipe.AverageRecipe;
import java.util.List;
import java.util.Map;

/** The moving average of weights, which pictures are made with. An update is one pass over them, and takes no memory. */
public final class Average {
    private final Map<String, Tensor> averaged;
    private final Map<String, Tensor> trained;
    private final AverageRecipe recipe;

    /**
     * @param averaged what it changes
     * @param trained the weights that it follows, under the same names
     */
    public Average(Map<String, Tensor> averaged, Map<String, Tensor> trained, AverageRecipe recipe) {
        this.averaged = averaged;
        this.trained = trained;
        this.recipe = recipe;
    }

    /** Follows the weights after step {@code n}, counted from 1. */
    public void update(long n) {
        double weight = 1 - recipe.decay(n);
        List<Tensor> followed = averaged.keySet().stream().map(trained::get).toList();
        Grad.off(() -> {
            try (Region region = Region.open()) {
                Foreach.lerpInPlace(List.copyOf(averaged.values()), followed, weight);
            }
        });
    }
}
