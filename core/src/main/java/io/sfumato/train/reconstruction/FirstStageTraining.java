package io.sfumato.train.reconstruction;

import io.sfumato.data.Sample;
import io.sfumato.firststage.Autoencoder;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.KlAutoencoder;
import io.sfumato.firststage.VqAutoencoder;
import io.sfumato.model.FirstStageFile;
import io.sfumato.nn.Init;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.loop.Learner;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.loop.Stage;
import io.sfumato.train.loop.Twins;
import io.sfumato.train.recipe.FirstStageRecipe;
import io.sfumato.train.recipe.Reconstruction;
import io.sfumato.train.samples.SampleSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** A first stage that is learned as its recipe says. */
public final class FirstStageTraining {
    /** The name of the stage. */
    public static final String STAGE = "autoencoder";

    private static final int EXAMINED = 256;

    private final FirstStageRecipe.Learned recipe;
    private final FirstStageSpec spec;
    private final Placement compute;
    private final RunContext run;

    public FirstStageTraining(FirstStageRecipe.Learned recipe, FirstStageSpec spec, Placement compute, RunContext run) {
        this.recipe = recipe;
        this.spec = spec;
        this.compute = compute;
        this.run = run;
    }

    /** Pictures to learn from, and some to be examined on. */
    public record Lessons(SampleSource train, Optional<SampleSource> heldOut) {}

    /** The autoencoder as learned; it is trained as far as it is not yet. The caller closes it. */
    public Autoencoder learn(Lessons lessons) {
        Stage stage = new Stage(STAGE, recipe.schedule(), run);
        Autoencoder learned = learn(stage, lessons);
        try {
            run.session().once(() -> published().write(learned));
            return learned;
        } catch (RuntimeException e) {
            learned.close();
            throw e;
        }
    }

    private Autoencoder learn(Stage stage, Lessons lessons) {
        if (recipe.reconstruction() instanceof Reconstruction.Adversarial adversarial && !stage.isDone()) {
            try (Judges judges = Judges.of(adversarial, run, compute)) {
                AdversarialReconstruction judgement =
                        judges.judgement(adversarial, reduction(), run.session().ensemble());
                return stage.<Autoencoder, Tensor>learn(
                        init -> begun(stage, init), twins -> adversarial(twins, judgement, lessons));
            }
        }
        return stage.<Autoencoder, Tensor>learn(init -> begun(stage, init), twins -> pixels(twins, lessons));
    }

    /** With weights that are drawn, or that the recipe starts from; a checkpoint takes their place, where there is one. */
    private Autoencoder begun(Stage stage, Init init) {
        Autoencoder autoencoder = spec.build(init);
        try {
            if (!stage.hasBegun()) {
                recipe.start().ifPresent(start -> FirstStageFile.fill(autoencoder, Path.of(start)));
            }
            return autoencoder;
        } catch (RuntimeException e) {
            autoencoder.close();
            throw e;
        }
    }

    private Published published() {
        return new Published(spec, run.folder().firstStage());
    }

    private FirstStageObjective pixels(Twins<Autoencoder> twins, Lessons lessons) {
        PixelError error = new PixelError(((Reconstruction.Pixels) recipe.reconstruction()).squareWeight());
        Coding trained = coding(twins.trained());
        Map<String, Tensor> averaged = twins.averaged().parameters();
        return objective(
                List.of(new PixelLearner(trained, averaged, error)), coding(twins.averaged()), lessons, error::of);
    }

    private FirstStageObjective adversarial(
            Twins<Autoencoder> twins, AdversarialReconstruction judgement, Lessons lessons) {
        Coding trained = coding(twins.trained());
        Map<String, Tensor> averaged = twins.averaged().parameters();
        return objective(
                List.of(new AdversarialLearner(trained, averaged, judgement), new Critic(trained, judgement)),
                coding(twins.averaged()),
                lessons,
                judgement::reconstruction);
    }

    private FirstStageObjective objective(
            List<Learner<Tensor>> learners, Coding averaged, Lessons lessons, BinaryOperator<Tensor> error) {
        List<Sample> heldOut =
                lessons.heldOut().map(source -> source.first(EXAMINED)).orElseGet(List::of);
        List<Sample> instead = heldOut.isEmpty() ? lessons.train().first(EXAMINED) : heldOut;
        return new FirstStageObjective(
                learners,
                lessons.train(),
                new Examination(heldOut, instead, error),
                new FirstStageObjective.Showing(averaged, published()));
    }

    private Coding coding(Autoencoder autoencoder) {
        if (autoencoder instanceof KlAutoencoder kl) {
            return new KlCoding(kl, ((FirstStageRecipe.Kl) recipe).klWeight(), compute);
        }
        return new VqCoding(
                (VqAutoencoder) autoencoder,
                VqCoding.REFERENCE,
                ((FirstStageRecipe.Vq) recipe).codebookWeight(),
                compute);
    }

    /** The reference sums where the price of the code is a sum. */
    private AdversarialReconstruction.Reduction reduction() {
        return recipe instanceof FirstStageRecipe.Kl
                ? AdversarialReconstruction.Reduction.SUM_OF_A_PICTURE
                : AdversarialReconstruction.Reduction.MEAN;
    }
}
