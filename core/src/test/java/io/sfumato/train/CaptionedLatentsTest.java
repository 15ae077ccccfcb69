package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.condition.Caption;
import io.sfumato.data.Example;
import io.sfumato.data.ImageFolder;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.firststage.KlAutoencoder;
import io.sfumato.nn.Init;
import io.sfumato.nn.RandomWeights;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class CaptionedLatentsTest {
    private static final AutoencoderSpec SPEC =
            new AutoencoderSpec(4, 16, 32, List.of(1), 1, Set.of(), AutoencoderSpec.Attention.SOFTMAX, 4, 4);

    @TempDir
    private Path folder;

    private List<Example> examples;

    private LatentCache cache() throws IOException {
        examples = ImageFolder.read(TinyTraining.writePictures(folder.resolve("pictures"), 0));
        Path file = folder.resolve("latents.safetensors");
        try (KlAutoencoder autoencoder = new KlAutoencoder(SPEC, new Init.Blank(Placement.FLOAT32))) {
            RandomWeights.fill(autoencoder.parameters(), 1);
            LatentCache.write(file, autoencoder, new Pictures(examples, TinyTraining.SIDE), DType.FLOAT32);
        }
        return LatentCache.read(file);
    }

    private CaptionedLatents data(LatentCache cache, double dropout) {
        return new CaptionedLatents(examples, cache, new Order(examples.size(), 1), dropout);
    }

    @Test
    void everyCaptionBelongsToItsPicture() throws IOException {
        try (LatentCache cache = cache();
                Rng rng = Rng.seeded(1)) {
            CaptionedLatents data = data(cache, 0);
            CaptionedLatents.Batch batch = data.next(0, 12, rng);
            assertThat(batch.clean().shape()).isEqualTo(Shape.of(12, 4, 4, 4));
            long[] indices = new long[12];
            for (int i = 0; i < 12; i++) {
                indices[i] = data.order().at(i);
                Example example = examples.get((int) indices[i]);
                assertThat(batch.captions().get(i).text())
                        .contains(example.tags().get(0));
            }
            try (Rng same = Rng.seeded(1)) {
                assertThat(batch.clean().toDoubles())
                        .containsExactly(cache.sample(indices, same).toDoubles());
            }
        }
    }

    @Test
    void aBatchDependsOnSeedAndPositionAlone() throws IOException {
        try (LatentCache cache = cache()) {
            CaptionedLatents data = data(cache, 0.3);
            assertThat(captions(data, 100, 1)).isEqualTo(captions(data, 100, 1));
            assertThat(captions(data, 100, 1)).isNotEqualTo(captions(data, 100, 2));
            assertThat(captions(data, 101, 1)).as("other pictures").isNotEqualTo(captions(data, 100, 1));
        }
    }

    private static List<Caption> captions(CaptionedLatents data, long seen, long seed) {
        try (Rng rng = Rng.seeded(seed)) {
            return data.next(seen, 24, rng).captions();
        }
    }

    @Test
    void aShareOfTheCaptionsIsDropped() throws IOException {
        try (LatentCache cache = cache();
                Rng rng = Rng.seeded(1)) {
            List<Caption> captions = data(cache, 0.25).next(0, 2000, rng).captions();
            double dropped = captions.stream().filter(Caption.EMPTY::equals).count() / (double) captions.size();
            assertThat(dropped).isCloseTo(0.25, within(0.03));
        }
    }
}
