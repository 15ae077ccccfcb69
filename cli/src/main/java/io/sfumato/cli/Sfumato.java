package io.sfumato.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sfumato.benchmark.BenchmarkSize;
import io.sfumato.benchmark.Part;
import io.sfumato.lora.LoraChoice;
import io.sfumato.sampling.NoiseRange;
import io.sfumato.sampling.SamplerChoice;
import io.sfumato.sampling.ScheduleName;
import io.sfumato.tensor.Device;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command without a verb: shows which verbs there are. */
@Command(
        name = "sfumato",
        synopsisSubcommandLabel = "VERB",
        mixinStandardHelpOptions = true,
        versionProvider = Installation.class,
        description = "Latent diffusion on the JVM: makes pictures, and learns to.",
        commandListHeading = "%nVerbs (sfumato VERB --help shows more):%n",
        footer = {
            "",
            "Examples:",
            "  ./sfumato txt2img \"a red apple, noto style\" -o apple.png",
            "  ./sfumato data emoji --size 128 --output data/emoji-128",
            "",
            "Exit codes: 0 done, 2 wrong usage or bad input, 1 anything else."
        })
final class Sfumato {
    private static final int HELP_WIDTH = 100;

    /** The parser of the whole command line. */
    static CommandLine commandLine(Console console) {
        CommandLine line = new CommandLine(new Sfumato())
                .addSubcommand(new TextToImageCommand(console))
                .addSubcommand(new ImageToImageCommand(console))
                .addSubcommand(new ClassToImageCommand(console))
                .addSubcommand(new UnconditionalCommand(console))
                .addSubcommand(new SampleCommand(console))
                .addSubcommand(new InspectCommand(console))
                .addSubcommand(new ConvertCommand(console))
                .addSubcommand(new TrainCommand(console))
                .addSubcommand(new EvaluateCommand(console))
                .addSubcommand(new BenchCommand(console))
                .addSubcommand(new CommandLine(new DataCommand())
                        .addSubcommand(new EmojiCommand(console))
                        .addSubcommand(new ShapesCommand(console)));
        return line.setOut(new PrintWriter(console.out(), true, UTF_8))
                .setErr(new PrintWriter(console.err(), true, UTF_8))
                .setUsageHelpWidth(HELP_WIDTH)
                .setExpandAtFiles(false) // a prompt may begin with @
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(SamplerChoice.class, name -> named(name, SamplerChoice::parse))
                .registerConverter(LoraChoice.class, text -> named(text, LoraChoice::parse))
                .registerConverter(Device.class, name -> named(name, Device::named))
                .registerConverter(NoiseRange.class, text -> named(text, NoiseRange::parse))
                .registerConverter(Part.class, name -> named(name, Part::parse))
                .registerConverter(BenchmarkSize.class, name -> named(name, BenchmarkSize::parse))
                .registerConverter(ScheduleName.class, name -> named(name, ScheduleName::parse))
                .setParameterExceptionHandler((problem, args) -> misunderstood(problem, console))
                .setExecutionExceptionHandler((problem, verb, parsed) -> Failure.of(problem)
                        .tell(
                                console,
                                Failure.Detail.asked(parsed.originalArgs().toArray(String[]::new))));
    }

    private static <T> T named(String name, Function<String, T> parse) {
        try {
            return parse.apply(name);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static int misunderstood(ParameterException problem, Console console) {
        String verb = problem.getCommandLine().getCommandSpec().qualifiedName();
        String what = Failure.oneLine(problem.getMessage());
        console.err().println(verb + ": " + what + ". " + cure(problem) + "See " + verb + " --help");
        return Failure.BAD_INPUT;
    }

    private static String cure(ParameterException problem) {
        if (!(problem instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        List<String> similar = unmatched.getSuggestions();
        if (!similar.isEmpty()) {
            return "Did you mean " + String.join(" or ", similar) + "? ";
        }
        return unmatched.isUnknownOption() ? "" : "Words that belong together need quotes around them. ";
    }
}
