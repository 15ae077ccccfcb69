package io.sfumato.condition.clip;

import io.sfumato.condition.Caption;
import io.sfumato.condition.Condition;
import io.sfumato.condition.ConditionException;
import io.sfumato.condition.Conditioner;
import io.sfumato.condition.Cue;
import io.sfumato.condition.TokenIds;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Captions as Stable Diffusion v1 hears them: CLIP's tokens. A caption is a {@link WeightedPrompt}, read in chunks of a
 * window each, whose tokens follow each other. Within a batch, captions of fewer chunks are filled up with empty ones.
 * Without a tokenizer it hears token ids alone.
 */
public record ClipConditioner(
        Optional<ClipTokenizer> tokenizer, ClipTextTransformer transformer, DType compute, Reading reading)
        implements Conditioner {
    /** What a caption is. */
    public enum Reading {
        /** What a user asks for: brackets weigh words, and it may be of several chunks. */
        PROMPT,
        /** What is known of a picture: as it is written, in one chunk, as the reference reads it. */
        LITERAL
    }

    /** A begin, a word, an end. */
    private static final int SMALLEST_WINDOW = 3;

    public ClipConditioner {
        ClipTextSpec spec = transformer.spec();
        tokenizer.filter(it -> it.vocabulary() > spec.vocabulary()).ifPresent(it -> {
            throw new ConditionException("clip: the tokenizer has " + it.vocabulary() + " ids, the text transformer "
                    + spec.vocabulary() + ": is it that of another model?");
        });
        if (spec.window() < SMALLEST_WINDOW) {
            throw new IllegalArgumentException("clip: the text transformer reads " + spec.window()
                    + " tokens, expected " + SMALLEST_WINDOW + " or more");
        }
    }

    /** Of prompts. */
    public ClipConditioner(Optional<ClipTokenizer> tokenizer, ClipTextTransformer transformer, DType compute) {
        this(tokenizer, transformer, compute, Reading.PROMPT);
    }

    public ClipConditioner(ClipTokenizer tokenizer, ClipTextTransformer transformer, DType compute) {
        this(Optional.of(tokenizer), transformer, compute);
    }

    @Override
    public ClipConditioner literal() {
        return new ClipConditioner(tokenizer, transformer, compute, Reading.LITERAL);
    }

    /** The tokens of each caption, [N, T · chunks, D] with T the window. */
    @Override
    public Condition encode(List<? extends Cue> cues) {
        if (cues.get(0) instanceof TokenIds) {
            return encodeIds(ids(cues));
        }
        List<List<Chunk>> captions = cues.stream().map(this::chunks).toList();
        int longest = captions.stream().mapToInt(List::size).max().orElse(1);
        Chunk empty = Chunk.of(List.of(), words(), window());
        List<Chunk> rows = new ArrayList<>();
        for (List<Chunk> chunks : captions) {
            rows.addAll(chunks);
            rows.addAll(Collections.nCopies(longest - chunks.size(), empty));
        }
        Tensor hidden = hidden(rows); // [N·chunks, T, D]
        return Condition.none()
                .withContext(
                        hidden.reshape(cues.size(), (long) longest * window(), hidden.size(2))); // [N, chunks·T, D]
    }

    /**
     * The condition of texts that are tokens already.
     *
     * @param ids int64 [N, T] with T at most the window, framed and padded as the model expects
     */
    public Condition encodeIds(Tensor ids) {
        int vocabulary = transformer.spec().vocabulary();
        if (ids.size(1) < 1 || ids.size(1) > window()) {
            throw new ConditionException("clip: there are " + ids.size(1) + " tokens, expected 1 to " + window());
        }
        if (ids.elements() > 0 && (ids.min().item() < 0 || ids.max().item() >= vocabulary)) {
            throw new ConditionException(
                    "clip: token ids are from " + (long) ids.min().item() + " to "
                            + (long) ids.max().item() + ", expected 0 to " + (vocabulary - 1));
        }
        return Condition.none().withContext(transformer.forward(ids, compute));
    }

    /** What is beyond the chunks that are read. */
    @Override
    public Optional<String> unheard(Cue cue) {
        return cue instanceof Caption ? read(cue).unread() : Optional.empty();
    }

    private static Tensor ids(List<? extends Cue> cues) {
        List<Tensor> rows = new ArrayList<>();
        for (Cue cue : cues) {
            List<Long> ids = ConditionException.expect(TokenIds.class, cue).ids();
            rows.add(Tensors.of(ids.stream().mapToLong(Long::longValue).toArray(), Shape.of(ids.size())));
        }
        return Tensors.stack(0, rows); // [N, T]
    }

    private List<Chunk> chunks(Cue cue) {
        List<Chunk> chunks = read(cue).chunks();
        return reading == Reading.LITERAL ? chunks.subList(0, 1) : chunks;
    }

    private PromptChunks read(Cue cue) {
        String text = ConditionException.expect(Caption.class, cue).text();
        WeightedPrompt prompt = reading == Reading.LITERAL ? WeightedPrompt.literal(text) : WeightedPrompt.parse(text);
        return PromptChunks.of(prompt, words(), window());
    }

    private ClipTokenizer words() {
        return tokenizer.orElseThrow(
                () -> new ConditionException("this model was opened without a tokenizer, and reads token ids alone"));
    }

    private int window() {
        return transformer.spec().window();
    }

    private Tensor hidden(List<Chunk> chunks) {
        Shape shape = Shape.of(chunks.size(), window());
        long[] ids = chunks.stream()
                .flatMap(chunk -> chunk.ids().stream())
                .mapToLong(Long::longValue)
                .toArray();
        Tensor hidden = transformer.forward(Tensors.of(ids, shape), compute);
        if (chunks.stream().allMatch(Chunk::isEven)) {
            return hidden;
        }
        double[] weights = chunks.stream()
                .flatMap(chunk -> chunk.weights().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        Placement placement = hidden.placement().with(DType.FLOAT64);
        return Emphasis.apply(hidden, Tensors.of(weights, shape).to(placement));
    }
}
