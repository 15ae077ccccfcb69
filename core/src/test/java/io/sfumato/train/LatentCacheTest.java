package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.data.DataException;
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
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class LatentCacheTest {
    private static final AutoencoderSpec SPEC =
            new AutoencoderSpec(4, 16, 32, List.of(1), 1, java.util.Set.of(), AutoencoderSpec.Attention.SOFTMAX, 4, 4);

    @TempDir
    private Path folder;

    private Pictures pictures(int size) throws IOException {
        return new Pictures(ImageFolder.read(TinyTraining.writePictures(folder.resolve("pictures"), 0)), size);
    }

    private LatentCache cache() throws IOException {
        Path file = folder.resolve("latents.safetensors");
        try (KlAutoencoder autoencoder = new KlAutoencoder(SPEC, new Init.Blank(Placement.FLOAT32))) {
            RandomWeights.fill(autoencoder.parameters(), 1);
            LatentCache.write(file, autoencoder, pictures(TinyTraining.SIDE), DType.FLOAT32);
        }
        return LatentCache.read(file);
    }

    @Test
    void sampledLatentsHaveZeroMeanAndUnitVariance() throws IOException {
        long[] all = LongStream.range(0, 1200).map(i -> i % 12).toArray();
        try (LatentCache cache = cache();
                Rng rng = Rng.seeded(1)) {
            Tensor latents = cache.sample(all, rng);
            assertThat(latents.shape()).isEqualTo(Shape.of(1200, 4, 4, 4));
            assertThat(latents.mean().item()).isCloseTo(0, within(0.02));
            assertThat(latents.std().item()).isCloseTo(1, within(0.02));
            assertThat(cache.scaling().scale()).isPositive();
        }
    }

    @Test
    void aPictureIsFoundByItsIndex() throws IOException {
        try (LatentCache cache = cache()) {
            double[] batch = sampled(cache, new long[] {5, 7});
            double[] swapped = sampled(cache, new long[] {7, 5});
            assertThat(sampled(cache, new long[] {5, 7})).containsExactly(batch);
            assertThat(swapped).isNotEqualTo(batch);
        }
    }

    private static double[] sampled(LatentCache cache, long[] indices) {
        try (Rng rng = Rng.seeded(1)) {
            return cache.sample(indices, rng).toDoubles();
        }
    }

    @Test
    void picturesAreReadOnceAndKept() throws IOException {
        List<Example> examples = ImageFolder.read(TinyTraining.writePictures(folder.resolve("pictures"), 0));
        Pictures pictures = new Pictures(examples, TinyTraining.SIDE);
        assertThat(pictures.count()).isEqualTo(12);
        Tensor first = pictures.batch(List.of(0, 3)).nchw();
        assertThat(first.shape()).isEqualTo(Shape.of(2, 3, 16, 16));
        assertThat(first.select(0, 0).select(1, 8).select(1, 8).toDoubles())
                .as("the middle of the red square")
                .containsExactly(1, -1, -1);
        Files.delete(examples.get(0).image());
        assertThat(pictures.batch(List.of(0, 3)).nchw().toDoubles()).containsExactly(first.toDoubles());
    }

    @Test
    void aPictureThatDoesNotFitIsNamed() throws IOException {
        Pictures pictures = pictures(32);
        assertThatThrownBy(() -> pictures.batch(List.of(2)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("2.png")
                .hasMessageContaining("16 x 16")
                .hasMessageContaining("expected 32 x 32");
        Files.writeString(folder.resolve("pictures").resolve("3.png"), "no picture");
        assertThatThrownBy(() -> pictures.batch(List.of(3)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("3.png")
                .hasMessageContaining("not a picture");
    }
}
