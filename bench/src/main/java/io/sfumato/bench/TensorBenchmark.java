package io.sfumato.bench;

import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What lifetime costs beside the operations, and how fast weights come from disk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0")
public class TensorBenchmark {
    private static final Shape SMALL = Shape.of(32, 32);
    private static final Shape LARGE = Shape.of(1024, 1024); // 4 MiB

    private Tensor small;
    private Path file;
    private TensorArchive archive;

    /** Makes a tensor and a file. */
    @Setup
    public void open() throws IOException {
        Threads.use(1);
        file = Files.createTempFile("bench", ".safetensors");
        try (Region region = Region.open()) {
            small = Tensors.full(SMALL, 1, Placement.FLOAT32).pin();
            Safetensors.write(file, Map.of("weight", Tensors.full(LARGE, 1, Placement.FLOAT32)), Map.of());
        }
        archive = Safetensors.open(file);
    }

    /** Gives both back. */
    @TearDown
    public void close() throws IOException {
        archive.close();
        small.close();
        Files.delete(file);
    }

    /** A region in which nothing happens. */
    @Benchmark
    public void emptyRegion() {
        try (Region region = Region.open()) {
            // opened and closed
        }
    }

    /** One small sum in a region of its own. */
    @Benchmark
    public void sumInARegion() {
        try (Region region = Region.open()) {
            small.add(small);
        }
    }

    /** One small sum whose result survives its region, in a region around it. */
    @Benchmark
    public void sumThatSurvives() {
        try (Region region = Region.open()) {
            Region.returning(() -> small.add(small));
        }
    }

    /** Four mebibytes of weights, read and copied. */
    @Benchmark
    public void loadWeights() {
        try (Region region = Region.open()) {
            archive.load("weight");
        }
    }
}
