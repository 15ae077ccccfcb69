package io.sfumato.train.denoising;

import io.sfumato.model.ModelParts;
import io.sfumato.train.loop.Progress;
import java.nio.file.Path;
import java.util.function.Function;

/** What is made of a model that learns, with the averages of its weights. */
interface Showing {

    /** Has work done with networks that have the averaged weights. */
    <T> T averaged(Function<ModelParts, T> work);

    /** Writes what a user can make pictures with. */
    void write(Progress progress);

    /** Shows what it is before it learns, where that is worth a look. */
    void begin(Preview preview, Path sheet);
}
