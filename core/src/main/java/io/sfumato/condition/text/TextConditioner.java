package io.sfumato.condition.text;

import io.sfumato.condition.Caption;
import io.sfumato.condition.Condition;
import io.sfumato.condition.ConditionException;
import io.sfumato.condition.Conditioner;
import io.sfumato.condition.Cue;
import io.sfumato.condition.TokenIds;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.List;
import java.util.Optional;

/**
 * Texts as a condition: a tokenizer before a text encoder. Without a tokenizer it hears token ids alone, as models of
 * layouts do.
 */
public record TextConditioner(Optional<Tokenizer> tokenizer, TextEncoder encoder, DType compute)
        implements Conditioner {

    public TextConditioner(Tokenizer tokenizer, TextEncoder encoder, DType compute) {
        this(Optional.of(tokenizer), encoder, compute);
    }

    @Override
    public Condition encode(List<? extends Cue> cues) {
        List<Tensor> ids = cues.stream().map(this::ids).toList();
        return encoder.forward(Tensors.stack(0, ids), compute); // of [N, T]
    }

    private Tensor ids(Cue cue) {
        List<Long> ids = cue instanceof TokenIds given
                ? checked(given.ids())
                : tokenized(cue).ids();
        return Tensors.of(ids.stream().mapToLong(Long::longValue).toArray(), Shape.of(ids.size()));
    }

    private List<Long> checked(List<Long> ids) {
        TextTransformerSpec spec = encoder.spec().transformer();
        if (ids.isEmpty() || ids.size() > spec.window()) {
            throw new ConditionException("there are " + ids.size() + " tokens, expected 1 to " + spec.window());
        }
        for (long id : ids) {
            if (id < 0 || id >= spec.vocabulary()) {
                throw new ConditionException("token id is " + id + ", expected 0 to " + (spec.vocabulary() - 1));
            }
        }
        return ids;
    }

    private TokenizedText tokenized(Cue cue) {
        if (tokenizer.isEmpty()) {
            throw new ConditionException("this model reads token ids, and has no tokenizer for words");
        }
        return tokenizer
                .get()
                .tokenize(ConditionException.expect(Caption.class, cue).text());
    }

    @Override
    public Optional<String> unheard(Cue cue) {
        return cue instanceof Caption ? tokenized(cue).unread() : Optional.empty();
    }
}
