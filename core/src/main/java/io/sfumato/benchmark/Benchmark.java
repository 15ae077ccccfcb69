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
        double[] seconds = new double[plan.repeats()];
        List<Map<Meter.Kind, Meter.Cost>> kinds = new ArrayList<>();
        for (int i = 0; i < seconds.length; i++) {
            int time = i;
            kinds.add(Meter.of(() -> seconds[time] = Stopwatch.seconds(work.once())));
            listener.done(i + 1, seconds[i]);
        }
        Timing timing = Timing.of(seconds);
        int typical = timing.typical(seconds);
        Row.Kinds shown = new Row.Kinds(seconds[typical], kinds.get(typical));
        rows.add(new Row(
                work.part(), work.batch(), multiplied(work.part()), timing, work.passes() * shown.operations(), shown));
    }
}
