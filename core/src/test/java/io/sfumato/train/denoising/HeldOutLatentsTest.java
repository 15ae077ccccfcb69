package io.sfumato.train.denoising;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.condition.Condition;
import io.sfumato.condition.Conditioner;
import io.sfumato.condition.Cue;
import io.sfumato.condition.LatentPlanes;
import io.sfumato.condition.SegmentationMap;
import io.sfumato.data.DataSet;
import io.sfumato.data.Known;
import io.sfumato.image.Picture;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.loop.Learner;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.loop.RunFolder;
import io.sfumato.train.loop.Scored;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.Silent;
import io.sfumato.train.loop.Slice;
import io.sfumato.train.loop.Training;
import io.sfumato.train.samples.LatentBatch;
import io.sfumato.train.samples.LatentSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class HeldOutLatentsTest {
    private static final Shape SMALL = Shape.of(1, 1, 1);

    /** Latents are the number of the picture; what is said of it is a map full of that number, of some size. */
    private record Numbered(Shape map) implements LatentSource {
        @Override
        public LatentBatch of(Slice slice) {
            List<Cue> cues = LongStream.range(slice.from(), slice.from() + slice.count())
                    .<Cue>mapToObj(i -> new SegmentationMap(
                            map.elements() == 1
                                    ? Tensors.full(map, (double) i, Placement.FLOAT32)
                                    : Tensors.empty(map, Placement.FLOAT32))) // takes no memory where nobody looks
                    .toList();
            float[] numbers = new float[slice.count()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = slice.from() + i;
            }
            return new LatentBatch(Tensors.of(numbers, Shape.of(numbers.length, 1, 1, 1)), cues);
        }

        @Override
        public List<String> names(Slice slice) {
            return List.of();
        }
    }

    /** Hears maps as they are, and condenses them to the same numbers. */
    private static final class Hearing implements Conditioner {
        @Override
        public Condition encode(List<? extends Cue> cues) {
            return Condition.none().withConcat(LatentPlanes.stacked(cues).orElseThrow());
        }

        @Override
        public LatentPlanes condensed(Cue cue) {
            return new LatentPlanes(((SegmentationMap) cue).planes().mul(1));
        }
    }

    /** The mean number of a batch, and how far what is said of it is from it. */
    private record Reading(Conditioner conditioner) implements Learner<LatentBatch> {
        @Override
        public String name() {
            return "reading";
        }

        @Override
        public Map<String, Tensor> weights() {
            return Map.of();
        }

        @Override
        public Map<String, Tensor> averaged() {
            return Map.of();
        }

        @Override
        public Scored loss(LatentBatch batch, Slice slice) {
            Tensor said = conditioner.encode(batch.cues()).concat().orElseThrow();
            Tensor numbers = batch.clean();
            return Scored.of(numbers.mean().add(numbers.sub(said.mean()).mean().square()));
        }
    }

    /** So many, which nobody looks at. */
    private record Many(int count) implements DataSet {
        @Override
        public String name(int index) {
            return "picture " + index;
        }

        @Override
        public Picture picture(int index) {
            throw new IllegalStateException(name(index) + " was looked at");
        }

        @Override
        public Known known(int index) {
            return new Known.Nothing();
        }
    }

    private static void with(
            LatentSource source, int pictures, Conditioner conditioner, Consumer<HeldOutLatents> work) {
        try (Region region = Region.open();
                Rng seed = Rng.seeded(1)) {
            RunContext run = new RunContext(
                    new RunFolder(Path.of("nowhere")),
                    Placement.FLOAT32,
                    seed,
                    new Training(),
                    Session.alone(new Silent()));
            work.accept(HeldOutLatents.of(source, Optional.of(new Many(pictures)), conditioner, run));
        }
    }

    private static double loss(HeldOutLatents latents, Conditioner conditioner) {
        return latents.examine(new Reading(conditioner)).loss().orElseThrow();
    }

    @Test
    void theMeanIsThatOfAllPicturesWhateverIsLeftForTheLastBatch() {
        with(new Numbered(SMALL), 41, new Hearing(), latents -> assertThat(loss(latents, new Hearing()))
                .isEqualTo(20)); // of 0 to 40
    }

    @Test
    void ofManyPicturesTheFirstAreTaken() {
        with(new Numbered(SMALL), 1000, new Hearing(), latents -> assertThat(loss(latents, new Hearing()))
                .isEqualTo(127.5)); // of 0 to 255
    }

    @Test
    void aDozenIsKeptWholeToBeShown() {
        with(new Numbered(SMALL), 41, new Hearing(), latents -> assertThat(latents.cues())
                .hasSize(Preview.USUAL)
                .allMatch(SegmentationMap.class::isInstance));
    }

    /** Cues that cannot be condensed: 32 of 8 MB are all that there is room for. */
    @Test
    void whereMuchIsSaidFewerAreExamined() {
        Conditioner patient =
                cues -> Condition.none().withConcat(Tensors.full(Shape.of(1, 1, 1, 1), 15.5, Placement.FLOAT32));
        with(new Numbered(Shape.of(2, 1024, 1024)), 200, patient, latents -> assertThat(loss(latents, patient))
                .isEqualTo(15.5)); // of 0 to 31
    }
}
