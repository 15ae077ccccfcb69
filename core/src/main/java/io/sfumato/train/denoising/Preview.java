package io.sfumato.train.denoising;

import io.sfumato.condition.Caption;
import io.sfumato.condition.Cue;
import io.sfumato.condition.Nothing;
import io.sfumato.condition.PairOfCues;
import io.sfumato.model.ClassList;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.Model;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelParts;
import io.sfumato.pipeline.CuesToImages;
import io.sfumato.pipeline.GenerationListener;
import io.sfumato.pipeline.GenerationSettings;
import io.sfumato.pipeline.NoPictureException;
import io.sfumato.pipeline.Wish;
import io.sfumato.tensor.Placement;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.loop.Sheets;
import io.sfumato.train.loop.Stop;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What a model is asked while it learns, always with the same noise.
 *
 * @param questions a picture for each cue; nothing is drawn where there are none
 * @param model what is asked, and how it is best asked
 */
record Preview(Questions questions, Drawing drawing, ModelDescription model) {
    /** How many pictures are drawn where no prompts say it. */
    static final int USUAL = 12;

    private static final int COLUMNS = 6;
    private static final int MOST_OF_CLASSES = 30;
    private static final double UNGUIDED = 1;

    /** What to ask, and how many pictures are in a row of the sheet. */
    record Questions(List<Cue> cues, int columns) {
        /** In rows of the usual length. */
        static Questions of(List<Cue> cues) {
            return new Questions(cues, COLUMNS);
        }

        /** A row a class where there are few; else one picture of each of the first. */
        private static Questions of(ClassList classes) {
            int each = Math.min(COLUMNS, MOST_OF_CLASSES / classes.count());
            if (each < 2) {
                return of(classes.all().stream()
                        .<Cue>map(label -> label)
                        .limit(MOST_OF_CLASSES)
                        .toList());
            }
            return new Questions(
                    classes.all().stream()
                            .<Cue>flatMap(label -> Collections.nCopies(each, label).stream())
                            .toList(),
                    each);
        }
    }

    /**
     * How it is drawn.
     *
     * @param stop heeded before every step of the sampler
     */
    record Drawing(long seed, Placement compute, Stop stop) {}

    /** Of a model that is asked prompts, where it reads any; what is said of held-out pictures is for models that are told by pixels. */
    static Preview of(ModelDescription model, List<String> prompts, HeldOutLatents heldOut, RunContext run) {
        Questions questions = questions(model, prompts, heldOut.cues());
        if (questions.cues().isEmpty()) {
            run.observer().note("no samples are drawn while it learns: " + unasked(model, heldOut));
        }
        return new Preview(
                questions,
                new Drawing(run.seed().seed(), run.compute(), run.session().stop()),
                model);
    }

    private static String unasked(ModelDescription model, HeldOutLatents heldOut) {
        if (model.conditioner().readsWords() && !(model.conditioner() instanceof ConditionerSpec.Both)) {
            return "the recipe has no preview_prompts";
        }
        return heldOut.cues().isEmpty()
                ? "it is asked what is said of held-out pictures, and the data hold out none"
                : "of all held-out pictures that it would be asked, the condition is left out";
    }

    /**
     * What to ask: the prompts; else pictures of classes; else what is said of held-out pictures. Of two things at once, prompts, if any,
     * take the place of what is said inside.
     *
     * @param said of held-out pictures
     */
    static Questions questions(ModelDescription model, List<String> prompts, List<Cue> said) {
        if (model.conditioner() instanceof ConditionerSpec.Both) {
            return Questions.of(asked(model.conditioner(), prompts, said));
        } else if (model.conditioner().readsWords()) {
            return Questions.of(prompts.stream().<Cue>map(Caption::new).toList());
        } else if (model.conditioner() instanceof ConditionerSpec.Unconditional) {
            return Questions.of(Collections.nCopies(USUAL, new Nothing()));
        }
        return ClassList.of(model).map(Questions::of).orElseGet(() -> Questions.of(said));
    }

    private static List<Cue> asked(ConditionerSpec conditioner, List<String> prompts, List<Cue> said) {
        if (prompts.isEmpty() || said.isEmpty() || !conditioner.readsWords()) {
            return said.stream().filter(cue -> !isWithout(conditioner, cue)).toList();
        }
        return IntStream.range(0, prompts.size())
                .<Cue>mapToObj(i ->
                        new PairOfCues(((PairOfCues) said.get(i % said.size())).beside(), new Caption(prompts.get(i))))
                .toList();
    }

    /** Whether its condition was left out. */
    private static boolean isWithout(ConditionerSpec conditioner, Cue cue) {
        return conditioner.without(cue).equals(Optional.of(cue));
    }

    /**
     * Draws a sheet of pictures, and none while the model makes what is no picture.
     *
     * @return how many there are
     */
    int draw(ModelParts parts, Path sheet) {
        if (questions.cues().isEmpty()) {
            return 0;
        }
        List<Wish> wishes = questions.cues().stream()
                .map(cue -> new Wish(cue, model.without(cue).orElse(cue)))
                .toList();
        CuesToImages pipeline = new CuesToImages(Model.latentDiffusion(model, parts, drawing.compute()));
        Drawn drawn = new Drawn(new ArrayList<>(), drawing.stop());
        try {
            pipeline.generate(wishes, settings(), drawn);
        } catch (NoPictureException e) {
            return 0; // it may learn better yet: what ends a run are weights and losses
        }
        Sheets.write(drawn.images(), questions.columns(), sheet);
        return drawn.images().size();
    }

    /** Pictures so far. */
    private record Drawn(List<BufferedImage> images, Stop stop) implements GenerationListener {
        @Override
        public void step(int done, int of) {
            stop.heed("samples were drawn");
        }

        @Override
        public void picture(int index, long seed, BufferedImage image) {
            images.add(image);
        }

        @Override
        public void warning(String text) {}
    }

    private GenerationSettings settings() {
        GenerationDefaults defaults = model.defaults();
        boolean guided = model.without(questions.cues().get(0)).isPresent();
        return new GenerationSettings(
                "",
                drawing.seed(),
                USUAL,
                defaults.width(),
                defaults.height(),
                defaults.steps(),
                guided ? defaults.guidance() : UNGUIDED,
                OptionalDouble.empty(),
                defaults.sampler());
    }
}
