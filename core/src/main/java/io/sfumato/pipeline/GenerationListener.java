package io.sfumato.pipeline;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Consumer;

/** Hears how a generation goes. */
public interface GenerationListener {
    /** {@code done} of {@code of} sampler steps are taken, over all batches. */
    void step(int done, int of);

    /** Picture {@code index} (from 0), which has {@code seed}, is ready. */
    void picture(int index, long seed, BufferedImage image);

    /** Something that the user should know, and that does not stop the work. */
    void warning(String text);

    /** Keeps the pictures and nothing else. */
    static GenerationListener collecting(List<BufferedImage> images) {
        return pictures(images::add);
    }

    /** Hands on the pictures and nothing else. */
    static GenerationListener pictures(Consumer<BufferedImage> consumer) {
        return new GenerationListener() {
            @Override
            public void step(int done, int of) {}

            @Override
            public void picture(int index, long seed, BufferedImage image) {
                consumer.accept(image);
            }

            @Override
            public void warning(String text) {}
        };
    }
}
