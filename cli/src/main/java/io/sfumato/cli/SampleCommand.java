package io.sfumato.cli;

import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.model.Arithmetic;
import io.sfumato.model.Model;
import io.sfumato.model.Precision;
import io.sfumato.replay.Replay;
import io.sfumato.replay.ReplayException;
import io.sfumato.sampling.Sampler;
import io.sfumato.sampling.SamplerChoice;
import io.sfumato.sampling.SamplerName;
import io.sfumato.sampling.ScheduleName;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sample}: tensors in, tensors out. */
@Command(
        name = "sample",
        description = "Repeats a run of another implementation exactly: tensors in, tensors out.",
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "The input file has x_T [N, C, h, w], unit noise; noise [draws, N, C, h, w],",
            "what a stochastic sampler draws; and what the model is told: class_label,",
            "tokens, embeddings, lr_image, segmentation, or masked_image and mask_image,",
            "with guidance the same again as uncond.NAME. To keep a part of x0, it has",
            "x0, mask (1 where x0 is kept) and mask_noise. The output file has latent and",
            "image. Example:",
            "  ./sfumato sample --model M.ckpt --config C.yaml \\",
            "      --inputs in.safetensors --outputs out.safetensors \\",
            "      --sampler ddim --steps 10 --eta 1.0 --guidance 3.0"
        })
final class SampleCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Option(names = "--inputs", paramLabel = "FILE", required = true, description = "A .safetensors file.")
    private Path inputs = Path.of("");

    @Option(names = "--outputs", paramLabel = "FILE", required = true, description = "A .safetensors file to write.")
    private Path outputs = Path.of("");

    @Option(names = "--sampler", paramLabel = "NAME", description = "How steps are taken (default: ${DEFAULT-VALUE}).")
    private SamplerChoice sampler = SamplerChoice.of(SamplerName.DDIM);

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            description = "Where the steps are (default: the sampler's own).")
    private @Nullable ScheduleName schedule;

    @Option(names = "--steps", paramLabel = "N", description = "Sampler steps (default: ${DEFAULT-VALUE}).")
    private int steps = 50;

    @Option(names = "--eta", paramLabel = "X", description = "Fresh noise on every step, 0 to 1.")
    private @Nullable Double eta;

    @Option(names = "--guidance", paramLabel = "X", description = "Classifier-free guidance; 1 is none, the default.")
    private double guidance = 1;

    @Option(names = "--precision", paramLabel = "NAME", description = "auto, float32 or bfloat16 (default: float32).")
    private Precision precision = Precision.FLOAT32;

    @Mixin
    private final ComputeOptions compute = new ComputeOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    SampleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        compute.apply();
        if (!Double.isFinite(guidance)) {
            throw new UsageException("--guidance is " + guidance + ", expected a number, such as 1 for none");
        }
        Writable.checkFile(outputs, "--outputs");
        Console heard = common.heard(console);
        try (Model opened = model.open(
                        Arithmetic.of(precision.on(compute.device(heard))), CheckpointOptions.Words.TOKENIZED, heard);
                Progress progress = heard.bar()) {
            Sampler built = sampler(opened);
            progress.stage("sampling", built.schedule().sigmas(steps).length - 1L, 0);
            new Replay(opened, built, guidance).run(inputs, outputs, (done, of, sigma) -> progress.at(done, ""));
        }
        return 0;
    }

    private Sampler sampler(Model opened) {
        try {
            SamplerChoice choice = schedule == null ? sampler : sampler.on(schedule);
            Sampler built = choice.build(
                    opened.description().preconditioning().table(),
                    steps,
                    eta == null ? OptionalDouble.empty() : OptionalDouble.of(eta));
            built.schedule().sigmas(steps); // complains of more steps than the network has levels
            return built;
        } catch (IllegalArgumentException e) {
            throw new ReplayException(e.getMessage());
        }
    }
}
