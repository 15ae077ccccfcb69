package io.sfumato.condition.text;

import io.sfumato.condition.Caption;
import io.sfumato.condition.Condition;
import io.sfumato.condition.Conditioner;
import io.sfumato.condition.Cue;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Captions as a condition: a tokenizer before a text encoder. */
public record TextConditioner(Tokenizer tokenizer, TextEncoder encoder, DType compute) implements Conditioner {

    @Override
    public Condition encode(List<? extends Cue> cues) {
        return encoder.forward(ids(cues), compute);
    }

    private Tensor ids(List<? extends Cue> cues) {
        int window = encoder.spec().transformer().window();
        long[] ids = new long[cues.size() * window];
        int position = 0;
        for (Cue cue : cues) {
            for (long id : tokenizer.tokenize(((Caption) cue).text()).ids()) {
                ids[position++] = id;
            }
        }
        return Tensors.of(ids, Shape.of(cues.size(), window)); // [N, T]
    }

    @Override
    public Optional<String> unheard(Cue cue) {
        return tokenizer.tokenize(((Caption) cue).text()).unread();
    }

    @Override
    public Condition absent(int count) {
        return encode(Collections.nCopies(count, Caption.EMPTY));
    }
}
