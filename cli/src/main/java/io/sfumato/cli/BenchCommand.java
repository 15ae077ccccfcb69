package io.sfumato.cli;

import io.sfumato.benchmark.Benchmark;
import io.sfumato.benchmark.BenchmarkListener;
import io.sfumato.benchmark.BenchmarkPlan;
import io.sfumato.benchmark.BenchmarkReport;
import io.sfumato.benchmark.BenchmarkSize;
import io.sfumato.benchmark.Part;
import io.sfumato.diffusion.Shortcuts;
import io.sfumato.model.Arithmetic;
import io.sfumato.model.InferencePrecision;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench}: how fast this machine is. */
@Command(
        name = "bench",
        description = {
            "Times the parts of a model of a known size, with random weights, on this machine.",
            "Each is compared with the best rate of a plain product of matrices in the same precision, measured in turns"
                    + " with it: the share of what the processor can do."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Close other programs first: they take time and memory from what is measured.",
            "",
            "Examples:",
            "  ./sfumato bench",
            "  ./sfumato bench --size sd-v1 --parts unet,decode",
            "  ./sfumato bench --size sd-v1 --precision float32 --threads 1 --json > float32.json",
            "  ./sfumato bench --parts training --training-batch 64 --kinds"
        })
final class BenchCommand implements Callable<Integer> {
    private static final int STEPS = 20;
    private static final int TRAINING_BATCH = 32;
    private static final String THRIFT = "A smaller --size, --training-batch, or fewer --parts need less";

    private final Console console;

    @Option(
            names = "--size",
            paramLabel = "NAME",
            description = "emoji-128, ldm-celebahq, ldm-cin or sd-v1 (default: emoji-128).")
    private BenchmarkSize size = BenchmarkSize.EMOJI_128;

    @Option(
            names = "--parts",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Which of loading, conditioner, unet, encode, decode, picture and training, with commas between"
                            + " (default: all; training only of emoji-128, others need much memory for it).")
    private @Nullable List<Part> parts;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            description = "auto, float32, bfloat16, or, in which nothing is trained, float16 or int8 (default: auto).")
    private InferencePrecision precision = InferencePrecision.AUTO;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            description = "How often each is timed; the median counts (default: 5).")
    private int repeats = 5;

    @Option(names = "--steps", paramLabel = "N", description = "Steps of the sampler for a picture (default: 20).")
    private @Nullable Integer steps;

    @Option(names = "--training-batch", paramLabel = "N", description = "Pictures in a step of training (default: 32).")
    private @Nullable Integer trainingBatch;

    @Mixin
    private final ShortcutOptions shortcuts = new ShortcutOptions();

    @Option(names = "--kinds", description = "Also tell where the time goes, by kind of operation; --json always does.")
    private boolean kinds;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Mixin
    private final ComputeOptions compute = new ComputeOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        compute.apply();
        Console heard = common.heard(console);
        try {
            Arithmetic arithmetic = precision.on(compute.device(heard));
            Set<Part> timed = timed(arithmetic);
            check(timed);
            tell(run(arithmetic, timed, heard), heard);
            return 0;
        } catch (RuntimeException | OutOfMemoryError e) {
            return Failure.of(e, THRIFT).tell(console, common.detail());
        }
    }

    private void tell(BenchmarkReport report, Console heard) {
        if (json) {
            heard.out().println(BenchJson.of(report));
        } else {
            BenchLines.of(report, kinds ? BenchLines.Detail.KINDS : BenchLines.Detail.PARTS)
                    .forEach(heard.out()::println);
        }
    }

    /** Options without effect are refused: whoever gives them expects one. */
    private void check(Set<Part> timed) {
        if (steps != null && !timed.contains(Part.PICTURE)) {
            throw new UsageException(
                    "--steps is of pictures, which are not timed. Add picture to --parts, or leave it out");
        }
        if (trainingBatch != null && !timed.contains(Part.TRAINING)) {
            throw new UsageException(
                    "--training-batch is of training, which is not timed. Add training to --parts, or leave it out");
        }
        if (!shortcuts.shortcuts().equals(Shortcuts.NONE) && !timed.contains(Part.PICTURE)) {
            throw new UsageException(
                    "--reuse and --merge-tokens are of pictures, which are not timed. Add picture to --parts, or"
                            + " leave them out");
        }
        if (kinds && json) {
            throw new UsageException(
                    "--kinds adds lines, and --json tells of kinds in any case. Leave one of them out");
        }
    }

    private Set<Part> timed(Arithmetic arithmetic) {
        if (parts != null) {
            return EnumSet.copyOf(parts);
        }
        Set<Part> usual = size.usualParts();
        if (!arithmetic.teaches()) {
            usual.remove(Part.TRAINING);
        }
        return usual;
    }

    private BenchmarkReport run(Arithmetic arithmetic, Set<Part> timed, Console heard) {
        BenchmarkPlan plan;
        try {
            plan = new BenchmarkPlan(
                            size,
                            arithmetic,
                            timed,
                            repeats,
                            steps == null ? STEPS : steps,
                            trainingBatch == null ? TRAINING_BATCH : trainingBatch)
                    .taking(shortcuts.shortcuts());
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
        try (Progress progress = heard.bar()) {
            return Benchmark.run(plan, new Told(progress));
        }
    }

    /** Tells a user how it goes. */
    private record Told(Progress progress) implements BenchmarkListener {
        @Override
        public void begins(Part part, int batch, int times) {
            progress.stage(part + " of " + batch, times, 0);
        }

        @Override
        public void done(int times, double seconds) {
            progress.at(times, String.format(Locale.ROOT, "%.3f s", seconds));
        }
    }
}
