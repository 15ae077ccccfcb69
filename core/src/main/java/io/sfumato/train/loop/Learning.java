package io.sfumato.train.loop;

import io.sfumato.tensor.AdamW;
import io.sfumato.tensor.Recomputation;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.recipe.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A learner at work: with its optimizer and the average of its weights. */
final class Learning<B> implements AutoCloseable {
    private final Learner<B> learner;
    private final Map<String, Tensor> weights;
    private final Schedule schedule;
    private final AdamW optimizer;
    private final Descent descent;

    Learning(Learner<B> learner, Schedule schedule) {
        this.learner = learner;
        this.weights = learner.weights();
        this.schedule = schedule;
        this.optimizer = new AdamW(weights, schedule.optimizer());
        this.descent = new Descent(weights, optimizer, new Average(learner.averaged(), weights, schedule.average()));
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
     * @param tally hears the loss, under the learner's name, and its figures
     * @return the mean loss of the step's pictures; where it is no number, nothing was learned
     */
    double step(List<Part<B>> parts, Tally tally) {
        weights.values().forEach(Tensor::clearGrad); // others' turns may have left some
        double rate = schedule.learningRate().at(optimizer.steps(), schedule.steps());
        if (!learner.learnsAt(optimizer.steps())) {
            optimizer.step(rate); // without gradients it only counts
            return 0;
        }
        double mean = 0;
        for (Part<B> part : parts) {
            double share = part.slice().count() / (double) schedule.batch();
            mean += share * backward(part, share, tally);
        }
        if (Double.isFinite(mean)) {
            double norm = descent.step(schedule.gradientClip().orElse(Double.POSITIVE_INFINITY), rate);
            tally.add(learner.name() + "_gradient_norm", norm, 1);
            tally.add("learning_rate", rate, 1);
        }
        return mean;
    }

    private double backward(Part<B> part, double share, Tally tally) {
        try (Region region = Region.open()) {
            return schedule.activations() == Schedule.Activations.RECOMPUTED
                    ? recomputing(part, share, tally)
                    : scored(part, share, tally, Tensor::backward);
        }
    }

    private double recomputing(Part<B> part, double share, Tally tally) {
        try (Recomputation recomputation = Recomputation.open()) {
            return scored(part, share, tally, recomputation::backward);
        }
    }

    private double scored(Part<B> part, double share, Tally tally, Consumer<Tensor> backward) {
        Scored scored = learner.loss(part.batch(), part.slice());
        double loss = scored.loss().item();
        tally.add(learner.name() + "_loss", loss, share);
        tally.add(scored.figures(), share);
        backward.accept(share == 1 ? scored.loss() : scored.loss().mul(share));
        return loss;
    }

    /** Whatever else than its own weights a checkpoint must hold of it, by name. */
    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        optimizer.state().forEach((name, tensor) -> state.put(learner.name() + ".optimizer." + name, tensor));
        return state;
    }

    @Override
    public void close() {
        optimizer.close();
    }
}
