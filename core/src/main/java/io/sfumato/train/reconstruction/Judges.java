package io.sfumato.train.reconstruction;

import io.sfumato.adversarial.PatchDiscriminator;
import io.sfumato.nn.Init;
import io.sfumato.perceptual.PerceptualDistance;
import io.sfumato.perceptual.PerceptualFiles;
import io.sfumato.tensor.Ensemble;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.recipe.Reconstruction;
import java.nio.file.Path;
import java.util.Optional;

/** The networks that judge reconstructions, for the time that a first stage learns. */
record Judges(PatchDiscriminator discriminator, Optional<PerceptualDistance> distance) implements AutoCloseable {
    private static final int COLOURS = 3;

    /** Builds the discriminator, and reads the recogniser where the recipe names its files; says so where it does not. */
    static Judges of(Reconstruction.Adversarial recipe, RunContext run, Placement compute) {
        Optional<PerceptualDistance> distance = recipe.recogniser().map(recogniser -> open(recogniser, compute));
        if (distance.isEmpty() && recipe.perceptualWeight() > 0) {
            run.observer()
                    .note(
                            "no recogniser is given (first_stage.reconstruction.recogniser), so the perceptual loss is left"
                                    + " out");
        }
        try (Region region = Region.open();
                Rng rng = run.seed().fork("discriminator weights")) {
            return new Judges(
                    new PatchDiscriminator(COLOURS, recipe.discriminator().layers(), Init.drawn(rng, run.device())),
                    distance);
        }
    }

    private static PerceptualDistance open(Reconstruction.Recogniser recogniser, Placement compute) {
        PerceptualDistance distance = PerceptualFiles.open(
                recogniser.backbone(), Path.of(recogniser.features()), Path.of(recogniser.weights()), compute);
        distance.freeze();
        return distance;
    }

    AdversarialReconstruction judgement(
            Reconstruction.Adversarial recipe, AdversarialReconstruction.Reduction reduction, Ensemble ensemble) {
        return new AdversarialReconstruction(
                distance.map(it -> new AdversarialReconstruction.Look(it, recipe.perceptualWeight())),
                discriminator,
                new AdversarialReconstruction.Opposition(
                        recipe.discriminator().loss(),
                        recipe.discriminator().weight(),
                        recipe.discriminator().start(),
                        ensemble::mean),
                reduction);
    }

    @Override
    public void close() {
        discriminator.close();
        distance.ifPresent(PerceptualDistance::close);
    }
}
