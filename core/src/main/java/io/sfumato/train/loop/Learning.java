package io.sfumato.train.loop;

import io.sfumato.tensor.AdamW;
import io.sfumato.tensor.Ensemble;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.recipe.Schedule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A learner at work: with its optimizer and the average of its weights. */
final class Learning<B> implements AutoCloseable {
    private final Learner<B> learner;
    private final Map<String, Tensor> weights;
    private final Schedule schedule;
    private final Ensemble ensemble;
    private final AdamW optimizer;
    private final Descent descent;
    private final Backward backward;

    Learning(Learner<B> learner, Schedule schedule, Ensemble ensemble) {
        this.learner = learner;
        this.weights = learner.weights();
        this.schedule = schedule;
        this.ensemble = ensemble;
        this.optimizer = new AdamW(weights, schedule.optimizer());
        this.descent = new Descent(weights, optimizer, new Average(learner.averaged(), weights, schedule.average()));
        this.backward = Backward.of(weights, schedule.activations(), ensemble);
        ensemble.broadcast(weights);
    }

    /** Pictures that are computed together. */
    record Part<B>(Slice slice, B batch) {}

    Learner<B> learner() {
        return learner;
    }

    AdamW optimizer() {
        return optimizer;
    }

    /**
     * Takes its turn in a step.
     *
     * @param parts of this process
     * @param tally hears the loss, under the learner's name, and its figures
     * @return the mean loss of the step's pictures over all processes
     * @throws NoNumberException in all processes, where the loss of any or the gradient is no finite number
     */
    double step(List<Part<B>> parts, Tally tally) {
        weights.values().forEach(Tensor::clearGrad); // others' turns may have left some
        double rate = schedule.learningRate().at(optimizer.steps(), schedule.steps());
        if (optimizer.steps() < learner.learnsFrom()) {
            optimizer.step(rate); // without gradients it only counts
            return 0;
        }
        double mean = 0;
        List<Slice> ruined = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            double loss = part(parts.get(i), i == parts.size() - 1 ? Backward.Turn.LAST : Backward.Turn.EARLIER, tally);
            mean += loss;
            if (!Double.isFinite(loss)) {
                ruined.add(parts.get(i).slice());
            }
        }
        double agreed = ensemble.mean(mean);
        if (!Double.isFinite(agreed)) {
            throw new NoNumberException("the loss", agreed, ruined);
        }
        descend(rate, parts, tally);
        return agreed;
    }

    private void descend(double rate, List<Part<B>> parts, Tally tally) {
        double norm = descent.step(schedule.gradientClip().orElse(Double.POSITIVE_INFINITY), rate);
        if (!Double.isFinite(norm)) {
            throw new NoNumberException(
                    "the gradient's norm", norm, parts.stream().map(Part::slice).toList());
        }
        tally.add(learner.name() + "_gradient_norm", norm, 1);
        tally.add("learning_rate", rate, 1);
    }

    /** Whether its weights and their averages are finite numbers. */
    boolean isSound() {
        return Stream.of(weights, learner.averaged())
                .flatMap(tensors -> tensors.values().stream())
                .allMatch(Learning::isSound);
    }

    private static boolean isSound(Tensor weight) {
        return Grad.off(
                () -> Region.computing(() -> Double.isFinite(weight.norm().item())));
    }

    /** The loss of a part as it counts: the mean over processes of their sums is the mean over pictures. */
    private double part(Part<B> part, Backward.Turn turn, Tally tally) {
        double weight = (double) part.slice().count() * ensemble.size() / schedule.batch();
        try (Region region = Region.open();
                Backward.Pass pass = backward.begin()) {
            Scored scored = learner.loss(part.batch(), part.slice());
            pass.end(weight == 1 ? scored.loss() : scored.loss().mul(weight), turn);
            double loss = scored.loss().item();
            tally.add(learner.name() + "_loss", loss, weight);
            tally.add(scored.figures().read(), weight);
            return weight * loss;
        }
    }

    /** Whatever else than its own weights a checkpoint must hold of it, by name. */
    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        optimizer.state().forEach((name, tensor) -> state.put(learner.name() + ".optimizer." + name, tensor));
        return state;
    }

    @Override
    public void close() {
        backward.close();
        optimizer.close();
    }
}
