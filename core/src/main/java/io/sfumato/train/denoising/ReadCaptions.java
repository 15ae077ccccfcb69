package io.sfumato.train.denoising;

import io.sfumato.condition.Caption;
import io.sfumato.condition.Condition;
import io.sfumato.condition.Conditioner;
import io.sfumato.condition.Cue;
import io.sfumato.data.DataSet;
import io.sfumato.data.Texts;
import io.sfumato.model.Conditioning;
import io.sfumato.model.ModelParts;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * What a text encoder that does not learn has read of data. A caption means the same at every step, so that it is read once: by itself, so that what it
 * means does not depend on when a run began. Where there is no room for what all captions of the data mean, nothing is kept, and those of a batch are read
 * together. Prompts, which are no data, are read when they are asked.
 */
final class ReadCaptions implements AutoCloseable {
    /** About 1,000 captions of Stable Diffusion's CLIP, or 13,000 of the embedded model's encoder. */
    private static final long USUAL_ROOM = 256L << 20;

    private final Map<String, Condition> read = new HashMap<>();
    private final LongPredicate areAtMost;
    private final long room;
    private long taken;

    ReadCaptions(DataSet pictures) {
        this(most -> Texts.areAtMost(pictures, most), USUAL_ROOM);
    }

    /**
     * @param areAtMost whether the data have so many captions at most
     * @param room for tensors, in bytes
     */
    ReadCaptions(LongPredicate areAtMost, long room) {
        this.areAtMost = areAtMost;
        this.room = room;
    }

    /** The same networks, which read captions of data once. */
    ModelParts of(ModelParts parts) {
        Conditioning conditioning =
                parts.conditioning().hearing(conditioner -> new Prompted(conditioner, new Once(conditioner.literal())));
        return new ModelParts(parts.firstStage(), conditioning, parts.unet());
    }

    /** Reads prompts as ever, and what is literal, for which {@link Conditioner#literal} asks, another way. */
    private record Prompted(Conditioner conditioner, Conditioner literal) implements Conditioner {
        @Override
        public Condition encode(List<? extends Cue> cues) {
            return conditioner.encode(cues);
        }

        @Override
        public Cue condensed(Cue cue) {
            return conditioner.condensed(cue);
        }

        @Override
        public Optional<String> unheard(Cue cue) {
            return conditioner.unheard(cue);
        }
    }

    /** Reads captions, if it has not. Other cues are as quick to hear as to look up. */
    private final class Once implements Conditioner {
        private final Conditioner conditioner;
        private Optional<Boolean> isRoomForAll = Optional.empty();

        Once(Conditioner conditioner) {
            this.conditioner = conditioner;
        }

        @Override
        public Condition encode(List<? extends Cue> cues) {
            if (cues.stream().allMatch(Caption.class::isInstance) && isRoomForAll()) {
                return Condition.joined(
                        cues.stream().map(cue -> meaning((Caption) cue)).toList());
            }
            return Grad.off(() -> Region.returning(() -> conditioner.encode(cues)));
        }

        /** That follows from the data alone, so that a run that goes on decides as it did when it began. */
        private boolean isRoomForAll() {
            if (isRoomForAll.isEmpty()) {
                long most = room / bytes(meaning(Caption.EMPTY)) - 1; // and the empty one
                isRoomForAll = Optional.of(areAtMost.test(most));
            }
            return isRoomForAll.get();
        }

        private Condition meaning(Caption caption) {
            Condition known = read.get(caption.text());
            if (known != null) {
                return known;
            }
            Condition fresh = Region.returning(() -> conditioner.encode(List.of(caption)));
            long bytes = bytes(fresh);
            if (taken + bytes <= room) {
                taken += bytes;
                tensors(fresh).forEach(Tensor::pin);
                read.put(caption.text(), fresh);
            }
            return fresh;
        }
    }

    private static long bytes(Condition condition) {
        return tensors(condition).stream().mapToLong(Tensor::bytes).sum();
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
