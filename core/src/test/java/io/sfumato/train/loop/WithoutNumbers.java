package io.sfumato.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.Device;
import io.sfumato.tensor.Gradients;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Stages whose networks lie on the device without numbers. A step goes as that of any run, forward and back, to where the processor asks
 * for a number, which there is none of; from there it is gone on with by hand. A stage is examined to the same point.
 */
public final class WithoutNumbers implements Conduct {
    private static final double RATE = 1e-3;

    private final List<String> learned = new ArrayList<>();

    /** Who has learned, and in which step of which stage. */
    public List<String> learned() {
        return learned;
    }

    /** Expects work to end where a number is asked for: had it mixed places before, it would have ended there. */
    public static void ask(ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOf(RuntimeException.class) // not an expectation that was not met
                .hasMessageStartingWith("Cannot copy out of meta tensor; no data!");
    }

    @Override
    public boolean isDone(Stage stage) {
        return false;
    }

    @Override
    public <B> void carryOut(Stage stage, Objective<B> objective) {
        try (Region region = Region.open();
                Learnings<B> learnings = new Learnings<>(objective, stage)) {
            step(stage, objective, learnings, 0);
            if (learnings.complete() > 0) {
                step(stage, objective, learnings, learnings.complete());
            }
        }
        ask(objective::examine);
    }

    private <B> void step(Stage stage, Objective<B> objective, Learnings<B> learnings, long number) {
        learnings.continueAfter(number);
        Progress done = new Progress(number, number * stage.schedule().batch());
        try (Region region = Region.open()) {
            List<Learning.Part<B>> parts = stage.slices(done).stream()
                    .map(slice -> new Learning.Part<>(slice, objective.batch(slice)))
                    .toList();
            learnings.all().forEach(learning -> turn(stage, learning, parts, number));
        }
    }

    private <B> void turn(Stage stage, Learning<B> learning, List<Learning.Part<B>> parts, long number) {
        Learner<B> learner = learning.learner();
        if (number < learner.learnsFrom()) {
            assertThat(learning.step(parts, new Tally())).as("it waits").isZero();
            return;
        }
        Map<String, Tensor> weights = learner.weights();
        ask(() -> learning.step(parts, new Tally()));
        assertThat(weights).isNotEmpty().allSatisfy((name, weight) -> {
            assertThat(weight.device()).as(name).isEqualTo(Device.META);
            assertThat(weight.grad()).as(name).isNotNull();
        });
        ask(() -> Gradients.clipNorm(weights.values(), 1));
        learning.optimizer().step(RATE);
        new Average(learner.averaged(), weights, stage.schedule().average()).update(number + 1);
        learned.add(stage.name() + ": " + learner.name() + " in step " + number);
    }

    @Override
    public void copyAverage(Stage stage, Map<String, Tensor> parameters) {
        // they have no numbers
    }
}
