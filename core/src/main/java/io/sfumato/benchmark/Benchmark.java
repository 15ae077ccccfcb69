package io.sfumato.benchmark;

import io.sfumato.model.Arithmetic;
import io.sfumato.model.ModelDescription;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Meter;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.ResidentMemory;
import io.sfumato.tensor.Threads;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** Times the parts of a model with random weights: how long they take does not depend on what they have learned. */
public final class Benchmark {
    private static final Set<Part> NETWORKS = EnumSet.of(Part.CONDITIONER, Part.UNET, Part.ENCODE, Part.DECODE);

    private final BenchmarkPlan plan;
    private final BenchmarkListener listener;
    private final MatrixProducts products;
    private final List<Row> rows = new ArrayList<>();
    private long peak;

    private Benchmark(BenchmarkPlan plan, BenchmarkListener listener) {
        this.plan = plan;
        this.listener = listener;
        this.products = new MatrixProducts(plan.arithmetic());
    }

    /** Carries out a plan. */
    public static BenchmarkReport run(BenchmarkPlan plan, BenchmarkListener listener) {
        Benchmark benchmark = new Benchmark(plan, listener);
        ModelDescription description = plan.size().description();
        benchmark.measure(EnumSet.of(Part.LOADING), () -> new WeightLoad(description, plan.arithmetic()));
        benchmark.measure(NETWORKS, () -> new Networks(description, plan.arithmetic(), plan.parts()));
        benchmark.measure(EnumSet.of(Part.PICTURE), () -> new WholePicture(plan));
        benchmark.measure(
                EnumSet.of(Part.TRAINING),
                () -> TrainingStep.of(description, plan.arithmetic().compute(), plan.trainingBatch()));
        benchmark.products.measure();
        return new BenchmarkReport(
                plan.size(),
                plan.arithmetic().compute().device(),
                Threads.count(),
                benchmark.products.best(),
                benchmark.rows,
                benchmark.peak == 0 ? OptionalLong.empty() : OptionalLong.of(benchmark.peak));
    }

    private void measure(Set<Part> parts, Supplier<Setup> building) {
        if (parts.stream().noneMatch(plan.parts()::contains)) {
            return;
        }
        try (Region region = Region.open();
                Setup setup = building.get()) {
            ResidentMemory.giveBack(); // what weights were drawn with, which are not drawn elsewhere
            ResidentMemory.forgetPeak();
            setup.works().forEach(this::measure);
            ResidentMemory.peak().ifPresent(bytes -> peak = Math.max(peak, bytes));
        }
    }

    /** What a part multiplies: only the U-Net has 8-bit integers. */
    private DType multiplied(Part part) {
        Arithmetic arithmetic = plan.arithmetic();
        boolean isUNet = part == Part.UNET || part == Part.PICTURE || part == Part.LOADING;
        return isUNet ? arithmetic.multiplied() : arithmetic.compute().dtype();
    }

    private void measure(Work work) {
        products.measure();
        listener.begins(work.part(), work.batch(), plan.repeats());
        Stopwatch.seconds(work.once()); // the first time, libraries prepare what they keep
        List<Row.Kinds> repeats = new ArrayList<>();
        for (int i = 1; i <= plan.repeats(); i++) {
            repeats.add(isMeteredAsItGoes() ? metered(work) : timed(work));
            listener.done(i, repeats.get(i - 1).seconds());
        }
        double[] seconds = repeats.stream().mapToDouble(Row.Kinds::seconds).toArray();
        Timing timing = Timing.of(seconds);
        Row.Kinds shown = isMeteredAsItGoes() ? repeats.get(timing.typical(seconds)) : metered(work);
        rows.add(new Row(
                work.part(), work.batch(), multiplied(work.part()), timing, work.passes() * shown.operations(), shown));
    }

    /** A meter waits for each operation: a processor works so anyhow, what works beside it would be slowed down. */
    private boolean isMeteredAsItGoes() {
        return plan.arithmetic().compute().device().isCpu();
    }

    private static Row.Kinds timed(Work work) {
        return new Row.Kinds(Stopwatch.seconds(work.once()), Map.of());
    }

    private static Row.Kinds metered(Work work) {
        double[] seconds = new double[1];
        Map<Meter.Kind, Meter.Cost> costs = Meter.of(() -> seconds[0] = Stopwatch.seconds(work.once()));
        return new Row.Kinds(seconds[0], costs);
    }
}
