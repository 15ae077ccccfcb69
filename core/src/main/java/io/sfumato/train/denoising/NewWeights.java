package io.sfumato.train.denoising;

import io.sfumato.model.ModelFolder;
import io.sfumato.model.ModelParts;
import io.sfumato.train.loop.Progress;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A new model, which is written as a folder.
 *
 * @param folder where it goes
 */
record NewWeights(Pair pair, Path folder) implements Showing {

    @Override
    public <T> T averaged(Function<ModelParts, T> work) {
        return work.apply(pair.averaged());
    }

    @Override
    public void write(Progress progress) {
        ModelFolder.write(
                folder,
                pair.description().with("diffusion_images_seen", Long.toString(progress.images())),
                pair.averaged(),
                pair.tokenizers());
    }

    @Override
    public void begin(Preview preview, Path sheet) {
        // nothing but noise
    }
}
