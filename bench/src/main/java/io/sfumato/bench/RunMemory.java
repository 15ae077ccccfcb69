package io.sfumato.bench;

import io.sfumato.tensor.ResidentMemory;
import io.sfumato.train.TrainingRun;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.TrainObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A whole run, and the memory that its process has after every hundredth step: whether training for days would keep to it.
 *
 * <pre>taskset -c 0 java -Xms128m -Xmx128m -XX:+AlwaysPreTouch … io.sfumato.bench.RunMemory recipe.yaml runs/memory</pre>
 */
final class RunMemory {
    private static final int BETWEEN = 100;

    /** Samples of a stage before its memory counts: code is compiled, pools are filled, and something was drawn. */
    private static final int WARMING = 6;

    private RunMemory() {}

    /** Takes a recipe and a folder for the run. */
    public static void main(String[] args) {
        TrainingRun.open(Path.of(args[0]), Path.of(args[1])).train(Session.alone(new Sampling()));
    }

    /** Tells the memory of each stage as it goes. */
    private static final class Sampling implements TrainObserver {
        private final List<Long> samples = new ArrayList<>();

        @Override
        @SuppressWarnings("SystemOut")
        public void stage(String name, long totalSteps, long doneSteps) {
            System.out.println(name + ", " + totalSteps + " steps");
            samples.clear();
        }

        @Override
        @SuppressWarnings("SystemOut")
        public void step(long step, double loss, double imagesPerSecond) {
            if (step % BETWEEN == 0) {
                samples.add(ResidentMemory.now().orElseThrow());
                long before = samples.get(Math.min(WARMING, samples.size()) - 1);
                long now = samples.get(samples.size() - 1);
                System.out.printf(
                        Locale.ROOT, "step %5d  %6.1f MB  %+5.1f MB%n", step, now / 1e6, (now - before) / 1e6);
            }
        }

        @Override
        @SuppressWarnings("SystemOut")
        public void note(String text) {
            System.out.println(text);
        }
    }
}
