package io.sfumato.train.loop;

import java.nio.file.Path;
import java.util.List;

/**
 * What a stage learns.
 *
 * @param <B> what it learns from at a time: pictures, or latents with their conditions
 */
public interface Objective<B> {

    /**
     * Those who learn, in the order of their turns in a step. The first is whom the stage is for: the others only help it,
     * as a discriminator does.
     */
    List<Learner<B>> learners();

    /** The pictures of a slice, and what is known of them. The tensors are born in the caller's region. */
    B batch(Slice slice);

    /** The names of a slice's pictures, for people who look for a bad one. */
    List<String> names(Slice slice);

    /** Makes what people look at before anything is learned, where that is worth a look. */
    default void begin(Path sheet) {}

    /** What the averaged weights make of pictures that are held out. */
    HeldOut examine();

    /** Makes what people look at, with the averaged weights: a sheet of pictures, and a model where it can be used. */
    void publish(Path sheet, Progress progress);
}
