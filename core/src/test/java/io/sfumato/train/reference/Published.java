package io.sfumato.train.reference;

import io.sfumato.train.recipe.LearningRate;
import io.sfumato.train.recipe.Recipe;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The published configurations, and the recipes that they mean. */
final class Published {
    static final long IMAGES = 1_000_000;

    /** What their authors' disks had. */
    /** Nothing but how long to train. */
    static final Wishes IMAGES_ALONE = images(Wishes.RateScaling.BY_BATCH);

    private Published() {}

    static Wishes images(Wishes.RateScaling rate) {
        return new Wishes(
                OptionalLong.of(IMAGES), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), rate);
    }

    /** All that a published configuration leaves to whoever trains with it. */
    static Wishes all(String name) {
        boolean isDiffusion = !name.contains("first_stage_models");
        boolean readsWords = name.contains("text2img") || name.contains("stable-diffusion");
        return new Wishes(
                OptionalLong.of(IMAGES),
                Optional.of(Path.of("pictures")),
                isDiffusion ? Optional.of(Path.of("weights.ckpt")) : Optional.empty(),
                readsWords ? Optional.of(Path.of("vocab.txt")) : Optional.empty(),
                Optional.empty(),
                Wishes.RateScaling.BY_BATCH);
    }

    static Path file(String name) throws URISyntaxException {
        String resource = "/official/" + name + ".yaml";
        return Path.of(Objects.requireNonNull(Published.class.getResource(resource), resource)
                .toURI());
    }

    static List<String> names() throws IOException, URISyntaxException {
        Path official = file("ldm__models__ldm__bsr_sr").getParent();
        try (Stream<Path> files = Files.list(Objects.requireNonNull(official))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.replace(".yaml", ""))
                    .toList();
        }
    }

    /** @param cache of the user who trains */
    static Recipe recipe(Path file, Wishes wishes, Path cache) {
        return ReferenceTraining.draft(file, wishes, new Caches(cache, cache))
                .recipe()
                .apply(IMAGES)
                .fitting(file);
    }

    static double peak(LearningRate rate) {
        return rate instanceof LearningRate.Constant constant
                ? constant.peak()
                : ((LearningRate.WarmUpLinearCycles) rate).cycles().get(0).peak();
    }
}
