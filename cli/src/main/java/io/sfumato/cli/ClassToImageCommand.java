package io.sfumato.cli;

import io.sfumato.condition.ClassLabel;
import io.sfumato.model.ClassList;
import io.sfumato.model.ClassWishes;
import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.Model;
import io.sfumato.pipeline.CuesToImages;
import io.sfumato.pipeline.GenerationSettings;
import io.sfumato.pipeline.Wish;
import java.awt.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code class2img}: pictures of a class. */
@Command(
        name = "class2img",
        description = "Makes pictures of one or more classes.",
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "A class is said by its name, where the model has names (sfumato inspect MODEL shows them), or by its",
            "number from 0. Examples:",
            "  ./sfumato class2img dress --model runs/fashion-mnist-classes/model -o dress.png",
            "  ./sfumato class2img 3 \"ankle boot\" --count 8 --model runs/fashion-mnist-classes/model -o sheet.png",
            "  ./sfumato class2img --all --count 10 --guidance 1 --model runs/fashion-mnist-classes/model -o all/"
        })
final class ClassToImageCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "CLASS", arity = "0..*", description = "What the pictures show: names or numbers.")
    private List<String> named = new ArrayList<>();

    @Option(names = "--all", description = "Pictures of every class that the model knows.")
    private boolean all;

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Mixin
    private final GuidanceOptions guidance = new GuidanceOptions();

    @Mixin
    private final PictureOptions pictures = new PictureOptions();

    ClassToImageCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (all == !named.isEmpty()) {
            throw new UsageException("expected either names or numbers of classes, or --all");
        }
        PictureRun run = pictures.begin(console);
        GenerationOptions options = pictures.generation();
        long seed = options.seed();
        try (Model opened = pictures.open(model, run)) {
            Hearing.CLASSES.expect(opened, model.path());
            ClassList classes = ClassList.of(opened.description()).orElseThrow();
            List<ClassLabel> labels =
                    all ? classes.all() : named.stream().map(classes::find).toList();
            Asked asked = new Asked(subjects(labels, classes), options.count(), settings(opened.defaults(), seed));
            List<Wish> wishes = wishes(opened, classes, asked);
            CuesToImages pipeline = new CuesToImages(opened.latentDiffusion());
            run.make(
                    opened,
                    asked,
                    options.files(all ? opened.name() : asked.words(), asked),
                    listener -> pipeline.generate(wishes, asked.settings(), listener));
        }
        return 0;
    }

    private GenerationSettings settings(GenerationDefaults defaults, long seed) {
        GenerationOptions options = pictures.generation();
        Dimension size = options.size(new Dimension(defaults.width(), defaults.height()));
        return options.settings(guidance.steering(defaults), seed, size, defaults);
    }

    private static List<Subject> subjects(List<ClassLabel> labels, ClassList classes) {
        return labels.stream()
                .<Subject>map(label -> new Subject.OfClass(label, classes.name(label.index())))
                .toList();
    }

    private static List<Wish> wishes(Model opened, ClassList classes, Asked asked) {
        GenerationSettings settings = asked.settings();
        Optional<ClassLabel> unwanted = Optional.of(settings.negative())
                .filter(negative -> !negative.isEmpty())
                .map(classes::find);
        List<ClassLabel> wanted = asked.all().stream()
                .map(subject -> ((Subject.OfClass) subject).label())
                .toList();
        return new ClassWishes(opened.description()).of(wanted, unwanted, settings.guidance());
    }
}
