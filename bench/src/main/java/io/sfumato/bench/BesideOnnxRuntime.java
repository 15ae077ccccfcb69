package io.sfumato.bench;

import io.sfumato.benchmark.BenchmarkSize;
import io.sfumato.benchmark.Part;
import io.sfumato.model.InferencePrecision;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Threads;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** This program's networks beside the same in ONNX Runtime. */
@Command(
        name = "BesideOnnxRuntime",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Times networks of a model of a known size, with random weights, here and in ONNX Runtime, in turns.",
            "ONNX Runtime has the graph that PyTorch's exporter would write, in float32, and its usual options. The ratio is its time"
                    + " over ours, the difference the largest between the results, over their largest number."
        })
final class BesideOnnxRuntime implements Callable<Integer> {
    private static final int MOST = 1024;
    private static final int BAD_INPUT = 2;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--size",
            paramLabel = "NAME",
            description = "emoji-128, ldm-celebahq, ldm-cin or sd-v1 (default: emoji-128).")
    private BenchmarkSize size = BenchmarkSize.EMOJI_128;

    @Option(
            names = "--parts",
            paramLabel = "NAME",
            split = ",",
            description = "Which of unet and decode, with a comma between (default: both).")
    private List<Part> parts = List.of(Part.UNET, Part.DECODE);

    @Option(
            names = "--batch",
            paramLabel = "N",
            split = ",",
            description = "Pictures at once, of the U-Net; several with commas between (default: 1,2).")
    private List<Integer> batches = List.of(1, 2);

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            description = "Ours: auto, float32 or bfloat16 (default: float32).")
    private InferencePrecision precision = InferencePrecision.FLOAT32;

    @Option(names = "--threads", paramLabel = "N", description = "Of both (default: one per core).")
    private @Nullable Integer threads;

    @Option(names = "--repeats", paramLabel = "N", description = "Turns; the median counts (default: 5).")
    private int repeats = 5;

    private final PrintStream out;

    private BesideOnnxRuntime(PrintStream out) {
        this.out = out;
    }

    /** Takes the options above and ends the JVM with 0, 2 for wrong usage, or 1 for anything else. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        System.exit(commandLine(System.out).execute(args));
    }

    static CommandLine commandLine(PrintStream out) {
        return new CommandLine(new BesideOnnxRuntime(out))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(BenchmarkSize.class, name -> named(name, BenchmarkSize::parse))
                .registerConverter(Part.class, name -> named(name, BesideOnnxRuntime::network))
                .setParameterExceptionHandler((problem, args) -> {
                    problem.getCommandLine().getErr().println(problem.getMessage() + ". --help shows the options");
                    return BAD_INPUT;
                });
    }

    private static <T> T named(String name, Function<String, T> parse) {
        try {
            return parse.apply(name);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static Part network(String name) {
        if (!name.equals(Part.UNET.spelling()) && !name.equals(Part.DECODE.spelling())) {
            throw new IllegalArgumentException("'" + name + "' has no graph, expected unet or decode");
        }
        return Part.parse(name);
    }

    @Override
    public Integer call() {
        check("--repeats", repeats);
        batches.forEach(batch -> check("--batch", batch));
        if (threads != null) {
            check("--threads", threads);
            Threads.use(threads);
        }
        Comparison.Plan plan = new Comparison.Plan(
                size, precision.on(Device.CPU), EnumSet.copyOf(parts), List.copyOf(batches), repeats);
        ComparisonLines.head(plan).forEach(out::println);
        List<Comparison.Row> rows = new ArrayList<>();
        Map<DType, Double> products = Comparison.run(plan, row -> {
            rows.add(row);
            out.println(ComparisonLines.line(row));
        });
        ComparisonLines.foot(plan, rows, products).forEach(out::println);
        return 0;
    }

    private void check(String option, int value) {
        if (value < 1 || value > MOST) {
            throw new ParameterException(spec.commandLine(), option + " is " + value + ", expected 1 to " + MOST);
        }
    }
}
