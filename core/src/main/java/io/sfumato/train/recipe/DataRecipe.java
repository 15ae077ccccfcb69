package io.sfumato.train.recipe;

/** The pictures, and what is known of each. */
public sealed interface DataRecipe {

    /** The folder, relative to the working folder. */
    String folder();

    /** How pictures become squares of one size. */
    Framing framing();

    /** Pictures with captions: an image folder with {@code metadata.jsonl}. */
    record Captions(String folder, Framing framing) implements DataRecipe {}

    /** Pictures alone. */
    record Pictures(String folder, Framing framing) implements DataRecipe {}

    /** Pictures with a class each: one folder a class. */
    record Classes(String folder, Framing framing) implements DataRecipe {}

    /** Pictures with boxes around things. */
    record Boxes(String folder, Framing framing) implements DataRecipe {}

    /** Pictures with a map of what stands where. */
    record LabelMaps(String folder, Framing framing) implements DataRecipe {}

    /**
     * Pictures and the same made small, by bicubic interpolation with anti-aliasing.
     *
     * @param factor by which the sides shrink
     */
    record Shrunk(String folder, Framing framing, int factor) implements DataRecipe {
        public Shrunk {
            if (factor < 2) {
                throw new IllegalArgumentException("factor is " + factor + ", expected 2 or more");
            }
        }
    }

    /** Pictures and the same with holes, drawn as strokes and boxes: Suvorov et al. 2021, sec. 2.3. */
    record Holed(String folder, Framing framing) implements DataRecipe {}
}
