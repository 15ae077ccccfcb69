package io.sfumato.condition.text;

import io.sfumato.condition.Condition;
import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What a model hears of a text: its tokens, and where wanted one vector for the whole, and a guess at the picture. */
public final class TextEncoder extends Module {
    private final TextSpec spec;
    private final TextTransformer transformer;
    private final @Nullable Sketch sketch;

    public TextEncoder(TextSpec spec, Init init) {
        this.spec = spec;
        transformer = child("transformer", new TextTransformer(spec.transformer(), init));
        sketch = spec.sketch()
                .map(it -> child("sketch", new Sketch(it, spec.transformer().width(), init)))
                .orElse(null);
    }

    public TextSpec spec() {
        return spec;
    }

    /**
     * @param ids int64 [N, T] with T at most the window
     * @param compute the precision to compute in
     */
    public Condition forward(Tensor ids, DType compute) {
        Tensor tokens = transformer.forward(ids, compute); // [N, T, D]
        Tensor first = tokens.select(1, 0); // [N, D]
        Condition condition = Condition.none().withContext(tokens);
        if (spec.pooling() == Pooling.FIRST_TOKEN) {
            condition = condition.withVector(first);
        }
        return sketch == null ? condition : condition.withConcat(sketch.forward(first));
    }
}
