package io.sfumato.train.loop;

import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All learners of a stage at work, and what of them is in a checkpoint. */
final class Learnings<B> implements AutoCloseable {
    /** Of the time of a step, what went into its pictures: reading them, and encoding where latents are not kept. */
    private static final String LOADING_SHARE = "loading_share";

    private final Objective<B> objective;
    private final List<Learning<B>> all;

    Learnings(Objective<B> objective, Stage stage) {
        this.objective = objective;
        all = objective.learners().stream()
                .map(learner -> new Learning<>(
                        learner, stage.schedule(), stage.run().session().ensemble()))
                .toList();
    }

    List<Learning<B>> all() {
        return all;
    }

    /**
     * Everybody takes a turn with the pictures of a step.
     *
     * @return the loss of the first
     */
    double step(List<Slice> slices, Tally tally) {
        try (Region region = Region.open()) {
            long start = System.nanoTime();
            List<Learning.Part<B>> parts = slices.stream()
                    .map(slice -> new Learning.Part<>(slice, objective.batch(slice)))
                    .toList();
            long ready = System.nanoTime();
            double first = all.get(0).step(parts, tally);
            all.stream().skip(1).forEach(helping -> helping.step(parts, tally));
            tally.add(LOADING_SHARE, (double) (ready - start) / (System.nanoTime() - start), 1);
            return first;
        }
    }

    /** Whether the weights of all are finite numbers. */
    boolean areSound() {
        return all.stream().allMatch(Learning::isSound);
    }

    /** How many numbers are learned. */
    long parameters() {
        return all.stream()
                .flatMap(learning -> learning.learner().weights().values().stream())
                .mapToLong(Tensor::elements)
                .sum();
    }

    /** The tensors of each file of a checkpoint. */
    Map<String, Map<String, Tensor>> files() {
        Learner<B> first = all.get(0).learner();
        Map<String, Map<String, Tensor>> files = new LinkedHashMap<>();
        files.put(Checkpoint.WEIGHTS, first.weights());
        files.put(Checkpoint.AVERAGE, first.averaged());
        files.put(Checkpoint.LEARNING, rest());
        return files;
    }

    private Map<String, Tensor> rest() {
        Map<String, Tensor> rest = new LinkedHashMap<>();
        all.forEach(learning -> rest.putAll(learning.state()));
        all.stream().skip(1).map(Learning::learner).forEach(helper -> helper.weights()
                .forEach((name, tensor) -> rest.put(helper.name() + "." + name, tensor)));
        return rest;
    }

    /** Goes on from a checkpoint. */
    void restore(Checkpoint checkpoint) {
        files().forEach(checkpoint::copy);
        continueAfter(checkpoint.saved().progress().steps());
    }

    /** Goes on as if so many steps had been done. */
    void continueAfter(long steps) {
        all.forEach(learning -> learning.optimizer().resumeAt(steps));
    }

    /** The first step, counted from 0, in which all of them learn. */
    long complete() {
        return all.stream()
                .mapToLong(learning -> learning.learner().learnsFrom())
                .max()
                .orElseThrow();
    }

    @Override
    public void close() {
        all.forEach(Learning::close);
    }
}
