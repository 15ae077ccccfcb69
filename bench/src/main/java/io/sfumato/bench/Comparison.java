package io.sfumato.bench;

import io.sfumato.bench.onnx.DecoderGraph;
import io.sfumato.bench.onnx.OnnxNetwork;
import io.sfumato.bench.onnx.Stirring;
import io.sfumato.bench.onnx.UNetGraph;
import io.sfumato.benchmark.BenchmarkSize;
import io.sfumato.benchmark.MatrixProducts;
import io.sfumato.benchmark.Part;
import io.sfumato.benchmark.Specimen;
import io.sfumato.benchmark.Stopwatch;
import io.sfumato.condition.Condition;
import io.sfumato.diffusion.Network;
import io.sfumato.firststage.FirstStage;
import io.sfumato.firststage.Latents;
import io.sfumato.model.Arithmetic;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Meter;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Threads;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Times networks here and in ONNX Runtime, with the same weights and inputs, on the same threads, in one process. */
final class Comparison {
    private static final double TIMESTEPS = 1000;

    private final Plan plan;
    private final MatrixProducts products;
    private final Rng rng;

    private Comparison(Plan plan, Rng rng) {
        this.plan = plan;
        this.rng = rng;
        products = new MatrixProducts(plan.arithmetic());
    }

    /**
     * What is compared.
     *
     * @param arithmetic what this side calculates with; the other's is float32
     * @param parts of {@link Part#UNET} and {@link Part#DECODE}
     * @param batches pictures at once, of the U-Net; one picture is decoded
     * @param repeats turns that count
     */
    record Plan(BenchmarkSize size, Arithmetic arithmetic, Set<Part> parts, List<Integer> batches, int repeats) {}

    /**
     * What one network took.
     *
     * @param operations in floating point, counted from shapes
     * @param difference the largest between the two results, over the largest number of the other side's
     */
    record Row(Part part, int batch, Turns turns, double operations, double difference) {
        /** How many times as long the other side took. */
        double ratio() {
            return turns.second().median() / turns.first().median();
        }
    }

    /**
     * Carries out a plan.
     *
     * @param told hears each row as soon as it is there
     * @return the best rate of a product of matrices in each precision, in operations a second, measured in turns with the networks
     */
    static Map<DType, Double> run(Plan plan, Consumer<Row> told) {
        try (Region region = Region.open();
                Rng rng = Rng.seeded(1);
                Specimen ours = stirred(plan);
                Specimen theirs = stirred(plan)) {
            ours.parts().fix(plan.arithmetic(), ours.latents(1)); // after that, graphs can be made of the others alone
            Comparison comparison = new Comparison(plan, rng);
            comparison.run(ours, theirs, told);
            comparison.products.measure();
            return comparison.products.best();
        }
    }

    /** The same weights each time. */
    private static Specimen stirred(Plan plan) {
        Placement kept = plan.arithmetic().kept();
        Specimen specimen = Specimen.of(
                plan.size().description(),
                new Arithmetic(kept.dtype(), plan.arithmetic().compute()));
        try (Rng rng = Rng.seeded(2)) {
            Stirring.of(specimen.parts().unet(), rng);
            Stirring.of(specimen.parts().firstStage(), rng);
        }
        return specimen;
    }

    private void run(Specimen ours, Specimen theirs, Consumer<Row> told) {
        if (plan.parts().contains(Part.UNET)) {
            plan.batches().forEach(batch -> told.accept(unet(ours, theirs, batch)));
        }
        if (plan.parts().contains(Part.DECODE)) {
            told.accept(decode(theirs));
        }
    }

    private Row unet(Specimen settled, Specimen specimen, int batch) {
        try (Region region = Region.open()) {
            Condition condition = Grad.off(() -> specimen.condition(batch));
            Tensor x = rng.normal(specimen.latents(batch));
            Tensor timesteps = rng.uniform(Shape.of(batch)).mul(TIMESTEPS);
            Network ours = settled.network();
            Map<String, Tensor> inputs = UNetGraph.inputs(x, timesteps, condition);
            try (OnnxNetwork theirs =
                    OnnxNetwork.of(UNetGraph.of(specimen.parts().unet(), inputs), inputs, Threads.count())) {
                return row(Part.UNET, batch, () -> ours.forward(x, timesteps, condition), theirs);
            }
        }
    }

    private Row decode(Specimen specimen) {
        try (Region region = Region.open()) {
            Tensor latents = rng.normal(specimen.latents(1));
            FirstStage ours = specimen.firstStage();
            Map<String, Tensor> inputs = DecoderGraph.inputs(latents);
            try (OnnxNetwork theirs = OnnxNetwork.of(
                    DecoderGraph.of(
                            specimen.parts().firstStage(),
                            specimen.description().scaling(),
                            inputs),
                    inputs,
                    Threads.count())) {
                return row(
                        Part.DECODE, 1, () -> ours.decode(new Latents(latents)).nchw(), theirs);
            }
        }
    }

    private Row row(Part part, int batch, Supplier<Tensor> forward, OnnxNetwork theirs) {
        Runnable ours = () -> Grad.off(forward);
        products.measure();
        double operations = Meter.of(() -> Stopwatch.seconds(ours)).values().stream()
                .mapToDouble(Meter.Cost::operations)
                .sum();
        double difference = difference(forward, theirs);
        return new Row(part, batch, Turns.of(ours, theirs::run, plan.repeats()), operations, difference);
    }

    private static double difference(Supplier<Tensor> forward, OnnxNetwork theirs) {
        try (Region region = Region.open()) {
            Tensor result = theirs.result();
            return Grad.off(forward).sub(result).abs().max().item()
                    / result.abs().max().item();
        }
    }
}
