package io.sfumato.train.denoising;

import io.sfumato.condition.Caption;
import io.sfumato.condition.Condition;
import io.sfumato.condition.Conditioner;
import io.sfumato.condition.Cue;
import io.sfumato.model.Conditioning;
import io.sfumato.model.ModelParts;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a text encoder that does not learn has read. A caption means the same at every step, so that it is read once, as long as there is room: what is
 * in stays in. Each is read by itself, so that what it means does not depend on what else was read, nor on when a run began.
 */
final class ReadCaptions implements AutoCloseable {
    /** About 1,000 captions of Stable Diffusion's CLIP, or 13,000 of the embedded model's encoder. */
    private static final long USUAL_ROOM = 256L << 20;

    private final Map<String, Condition> read = new HashMap<>();
    private long room;

    ReadCaptions() {
        this(USUAL_ROOM);
    }

    /** @param room for tensors, in bytes */
    ReadCaptions(long room) {
        this.room = room;
    }

    /** The same networks, whose captions are read once. */
    ModelParts of(ModelParts parts) {
        Conditioning conditioning = parts.conditioning().hearing(conditioner -> new Once(conditioner));
        return new ModelParts(parts.firstStage(), conditioning, parts.unet());
    }

    /** Reads captions, if it has not. Other cues are as quick to hear as to look up. */
    private final class Once implements Conditioner {
        private final Conditioner conditioner;

        Once(Conditioner conditioner) {
            this.conditioner = conditioner;
        }

        @Override
        public Condition encode(List<? extends Cue> cues) {
            List<Condition> each = new ArrayList<>();
            for (Cue cue : cues) {
                if (!(cue instanceof Caption caption)) {
                    return conditioner.encode(cues);
                }
                each.add(meaning(caption));
            }
            return lengths(each) == 1 ? Condition.joined(each) : conditioner.encode(cues); // fills up the short ones
        }

        @Override
        public Optional<String> unheard(Cue cue) {
            return conditioner.unheard(cue);
        }

        private Condition meaning(Caption caption) {
            Condition known = read.get(caption.text());
            if (known != null) {
                return known;
            }
            Condition fresh = Region.returning(() -> conditioner.encode(List.of(caption)));
            long bytes = tensors(fresh).stream().mapToLong(Tensor::bytes).sum();
            if (bytes <= room) {
                room -= bytes;
                tensors(fresh).forEach(Tensor::pin);
                read.put(caption.text(), fresh);
            }
            return fresh;
        }
    }

    private static long lengths(List<Condition> each) {
        return each.stream()
                .map(condition -> condition.context().map(tokens -> tokens.size(1)))
                .distinct()
                .count();
    }

    private static List<Tensor> tensors(Condition condition) {
        List<Tensor> tensors = new ArrayList<>();
        condition.forEachTensor(tensors::add);
        return tensors;
    }

    /** Forgets them all. */
    @Override
    public void close() {
        read.values().forEach(condition -> tensors(condition).forEach(Tensor::close));
        read.clear();
    }
}
