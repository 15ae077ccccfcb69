package io.sfumato.eval;

import io.sfumato.condition.ClassLabel;
import io.sfumato.data.DataSet;
import io.sfumato.data.Parts;
import io.sfumato.model.ClassList;
import io.sfumato.model.ClassWishes;
import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.Model;
import io.sfumato.pipeline.CuesToImages;
import io.sfumato.pipeline.GenerationListener;
import io.sfumato.pipeline.GenerationSettings;
import io.sfumato.pipeline.RequestException;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * A model that hears classes, measured against the data set that it learned from: how many of its pictures are of the class that was
 * asked for, by the real pictures that they look most like; and, as the most that can be expected, how many real pictures that it
 * never saw are, by the same ones.
 *
 * @param each pictures made of each class
 * @param seed decides which real pictures are drawn
 */
public record ClassEvaluation(Model model, Parts data, int each, long seed) {
    /** However many are held out: so many tell enough. */
    private static final int MOST_REAL = 1000;

    private static final int SHOWN_CLASSES = 20;
    private static final int SHOWN_OF_EACH = 10;

    /** Checks the numbers. */
    public ClassEvaluation {
        if (each < 1) {
            throw new RequestException("count is " + each + ", expected 1 or more");
        }
    }

    /** What was made: glances of all pictures, class by class, and some of the pictures themselves, a row a class. */
    public static final class Made {
        private final List<Glance> glances = new ArrayList<>();
        private final List<BufferedImage> shown = new ArrayList<>();

        /** The first pictures of the first classes. */
        public List<BufferedImage> shown() {
            return Collections.unmodifiableList(shown);
        }
    }

    /** A picture of one class, and the class that it looks like. */
    public record Judged(int asked, int found) {
        /** Whether they are the same. */
        public boolean isRight() {
            return asked == found;
        }
    }

    /**
     * The results.
     *
     * @param real held-out pictures; empty where none are held out
     * @param psnr of their reconstructions by the first stage, in dB
     * @param neighbours real pictures that all were compared with
     */
    public record Result(List<Judged> made, List<Judged> real, List<Double> psnr, int neighbours) {

        /** The share of pictures that are of the right class; empty where there are none. */
        public static OptionalDouble right(Stream<Judged> judged) {
            return judged.mapToDouble(each -> each.isRight() ? 1 : 0).average();
        }

        /** The mean of the reconstructions' ratios; empty where there are none. */
        public OptionalDouble meanPsnr() {
            return psnr.stream().mapToDouble(Double::doubleValue).average();
        }
    }

    /** How many pictures {@link #make} makes. */
    public int pictures() {
        return each * classes().count();
    }

    /** How many pictures those are compared with. */
    public int neighbours() {
        return data.train().count();
    }

    /** How many pictures of each class {@link Made} shows. */
    public int shownOfEach() {
        return Math.min(each, SHOWN_OF_EACH);
    }

    /**
     * Makes pictures of every class.
     *
     * @param progress hears how many there are
     */
    public Made make(GenerationSettings settings, IntConsumer progress) {
        side(); // refuses before the work
        List<ClassLabel> labels = classes().all().stream()
                .flatMap(label -> Collections.nCopies(each, label).stream())
                .toList();
        Made made = new Made();
        GenerationListener listener = GenerationListener.pictures(image -> {
            int place = made.glances.size();
            if (place / each < SHOWN_CLASSES && place % each < SHOWN_OF_EACH) {
                made.shown.add(image);
            }
            made.glances.add(Glance.of(image));
            progress.accept(made.glances.size());
        });
        new CuesToImages(model.latentDiffusion())
                .generate(
                        new ClassWishes(model.description()).of(labels, Optional.empty(), settings.guidance()),
                        settings,
                        listener);
        return made;
    }

    /**
     * Judges what was made, and real pictures by the way.
     *
     * @param progress hears how many real pictures they are compared with
     */
    public Result judge(Made made, IntConsumer progress) {
        List<RealPictures.Real> unseen =
                data.heldOut().map(held -> real(held).drawn(MOST_REAL, seed)).orElse(List.of());
        List<Glance> all = new ArrayList<>(made.glances);
        unseen.forEach(picture -> all.add(Glance.of(picture.square())));
        int[] found = new NearestClasses(real(data.train())).of(all, progress);
        List<Judged> judgedMade = new ArrayList<>();
        List<Judged> judgedReal = new ArrayList<>();
        for (int i = 0; i < found.length; i++) {
            int past = i - made.glances.size();
            if (past < 0) {
                judgedMade.add(new Judged(i / each, found[i]));
            } else {
                judgedReal.add(new Judged(unseen.get(past).label(), found[i]));
            }
        }
        Stream<BufferedImage> originals =
                unseen.stream().map(picture -> picture.square().picture().toImage());
        return new Result(
                judgedMade,
                judgedReal,
                ReconstructionQuality.psnr(model.firstStage(), originals, seed),
                data.train().count());
    }

    private RealPictures real(DataSet pictures) {
        return RealPictures.of(pictures, side(), classes().count());
    }

    private ClassList classes() {
        return ClassList.of(model.description()).orElseThrow();
    }

    /** Of the squares that are compared. */
    private int side() {
        GenerationDefaults defaults = model.defaults();
        if (defaults.width() != defaults.height()) {
            throw new RequestException("the model makes pictures of " + defaults.width() + " x " + defaults.height()
                    + " pixels, expected squares: only these are compared with real pictures");
        }
        return defaults.width();
    }
}
