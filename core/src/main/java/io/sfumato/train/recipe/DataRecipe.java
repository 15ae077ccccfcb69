package io.sfumato.train.recipe;

import io.sfumato.data.Framing;
import io.sfumato.data.degradation.Degradation;
import io.sfumato.data.files.BoxLimits;
import io.sfumato.data.files.PictureList;
import io.sfumato.model.ClassList;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The pictures, and what is known of each. A recipe need not say {@code held_out} (then 0.02) nor, for boxes, {@code least}
 * (1), {@code most} (30) and {@code least_area} (0), nor, for classes, {@code names} (those of the data), nor, for label maps,
 * {@code pictures} ("images"), {@code maps} ("labels") and {@code shift} (0), nor, for small versions, {@code degradation}
 * (bicubic interpolation with anti-aliasing), nor {@code validation} (none).
 */
public sealed interface DataRecipe {

    /** How pictures become squares of one size. */
    Framing framing();

    /** Share of the pictures that is kept back, where the data do not say themselves which are: from 0 to 1. */
    double heldOut();

    /** What is known of the pictures themselves: this, but for what is made of their squares. */
    default DataRecipe inside() {
        return this;
    }

    /** What is made of the squares and stands beside the latents. */
    default Optional<Made> made() {
        return Optional.empty();
    }

    /** What says what is heard inside the network. */
    sealed interface Inside extends DataRecipe {}

    /** Two things at once, for a hybrid conditioner. */
    record Hybrid(Inside inside, Made beside) implements DataRecipe {
        @Override
        public Framing framing() {
            return inside.framing();
        }

        @Override
        public double heldOut() {
            return inside.heldOut();
        }

        @Override
        public Optional<Made> made() {
            return Optional.of(beside);
        }

        @Override
        public String framingKey() {
            return "data.inside.framing";
        }

        @Override
        public String namesKey() {
            return "data.inside.names";
        }

        @Override
        public String madeKey() {
            return "data.beside";
        }
    }

    /** Where a recipe has the framing. */
    default String framingKey() {
        return "data.framing";
    }

    /** Where a recipe has the names of classes. */
    default String namesKey() {
        return "data.names";
    }

    /** Where a recipe has what is made of the squares. */
    default String madeKey() {
        return "data";
    }

    /** Data in files. */
    sealed interface Stored extends DataRecipe {
        /** Their folder, relative to the working folder. */
        String folder();
    }

    /** Shapes with captions, drawn by the program itself. */
    record Shapes(Framing framing, double heldOut) implements Inside {
        public Shapes {
            check(heldOut);
        }
    }

    /** Pictures with captions. */
    record Captions(String folder, Framing framing, double heldOut) implements Stored, Inside {
        public Captions {
            check(heldOut);
        }
    }

    /** Pictures alone. */
    record Pictures(String folder, Framing framing, double heldOut) implements Stored {
        public Pictures {
            check(heldOut);
        }
    }

    /**
     * Pictures with a class each.
     *
     * @param names of the classes, at the place of their index; where empty, those that the data have, if any
     */
    record Classes(String folder, Framing framing, double heldOut, List<String> names) implements Stored, Inside {
        public Classes {
            check(heldOut);
            names = List.copyOf(names);
            ClassList.checkNames(names);
        }
    }

    /**
     * Pictures with boxes around things.
     *
     * @param least boxes of a picture: those with fewer are left out
     * @param most boxes: those with more are left out
     * @param leastArea of a box, as a share of the picture: smaller ones are as if they were not there
     */
    record Boxes(String folder, Framing framing, double heldOut, int least, int most, double leastArea)
            implements Stored, Inside {
        public Boxes {
            check(heldOut);
            BoxLimits.check(least, most, leastArea);
        }

        /** Which pictures are taken. */
        BoxLimits limits() {
            return new BoxLimits(least, most, leastArea);
        }
    }

    /**
     * Pictures with a map of what stands where.
     *
     * @param pictures the folder of the pictures, inside {@code folder}
     * @param maps the folder of the maps, of the same names
     * @param shift added to each index, modulo 256: 1 where 255 means that nothing is known, as in the reference
     */
    record LabelMaps(String folder, Framing framing, double heldOut, String pictures, String maps, int shift)
            implements Stored {
        public LabelMaps {
            check(heldOut);
            if (shift < 0 || shift > 255) {
                throw new IllegalArgumentException("shift is " + shift + ", expected 0 to 255");
            }
        }
    }

    /**
     * Pictures and the same made small.
     *
     * @param factor by which the sides shrink
     * @param degradation how they are made small
     */
    record Shrunk(String folder, Framing framing, double heldOut, int factor, Degradation degradation)
            implements Stored {
        public Shrunk {
            check(heldOut);
            new Made.Small(factor, degradation); // checks the factor
        }

        @Override
        public Optional<Made> made() {
            return Optional.of(new Made.Small(factor, degradation));
        }
    }

    /** Pictures and the same with holes, drawn as strokes and boxes: Suvorov et al. 2021, sec. 2.3. */
    record Holed(String folder, Framing framing, double heldOut) implements Stored {
        public Holed {
            check(heldOut);
        }

        @Override
        public Optional<Made> made() {
            return Optional.of(new Made.Holes());
        }
    }

    /**
     * A text file that names pictures, one a line.
     *
     * @param folder that the names are inside of; written {@code null} where they are paths, from the working folder or from the
     *     root
     */
    record NamedPictures(String file, Optional<String> folder) {
        /** The list itself. */
        PictureList list() {
            return new PictureList(Path.of(file), folder.map(Path::of));
        }
    }

    /** Pictures that a text file names. */
    sealed interface Named extends DataRecipe {
        /** Those to train on. */
        NamedPictures list();

        /** Those that are kept back; where absent, a share is. */
        Optional<NamedPictures> validation();
    }

    /** Pictures alone, that a text file names. */
    record Listed(NamedPictures list, Optional<NamedPictures> validation, Framing framing, double heldOut)
            implements Named {
        public Listed {
            check(heldOut);
        }
    }

    /** Pictures that a text file names, with a class each: the first folder of their names. */
    record ListedClasses(NamedPictures list, Optional<NamedPictures> validation, Framing framing, double heldOut)
            implements Named, Inside {
        public ListedClasses {
            check(heldOut);
        }
    }

    private static void check(double heldOut) {
        if (!(heldOut >= 0 && heldOut < 1)) {
            throw new IllegalArgumentException("held_out is " + heldOut + ", expected a share from 0, below 1");
        }
    }
}
