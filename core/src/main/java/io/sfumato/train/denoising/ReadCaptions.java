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
 * in stays in. Each is read by itself, so that what it means does not depend on when a run began, and on no other caption, but for those of a batch
 * that are longer. Where there are more pictures than captions have room, nothing is kept, and those of a batch are read together.
 */
final class ReadCaptions implements AutoCloseable {
    /** About 1,000 captions of Stable Diffusion's CLIP, or 13,000 of the embedded model's encoder. */
    private static final long USUAL_ROOM = 256L << 20;

    private final Map<String, Condition> read = new HashMap<>();
    private final int pictures;
    private final long room;
    private long taken;

    /** @param pictures that captions are said of */
    ReadCaptions(int pictures) {
        this(pictures, USUAL_ROOM);
    }

    /** @param room for tensors, in bytes */
    ReadCaptions(int pictures, long room) {
        this.pictures = pictures;
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
        private long bytesOfOne; // 0 until one is read

        Once(Conditioner conditioner) {
            this.conditioner = conditioner;
        }

        @Override
        public Condition encode(List<? extends Cue> cues) {
            if (!cues.stream().allMatch(Caption.class::isInstance) || !isRoomForAll()) {
                return conditioner.encode(cues);
            }
            List<Condition> each =
                    cues.stream().map(cue -> meaning((Caption) cue)).toList();
            return lengths(each) == 1 ? Condition.joined(each) : conditioner.encode(cues); // fills up the short ones
        }

        @Override
        public Optional<String> unheard(Cue cue) {
            return conditioner.unheard(cue);
        }

        /** That follows from the data alone, so that a run that goes on decides as it did when it began. */
        private boolean isRoomForAll() {
            if (bytesOfOne == 0) {
                bytesOfOne = bytes(meaning(Caption.EMPTY));
            }
            return pictures * bytesOfOne <= room;
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

    private static long lengths(List<Condition> each) {
        return each.stream()
                .map(condition -> condition.context().map(tokens -> tokens.size(1)))
                .distinct()
                .count();
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
