package io.sfumato.train.reconstruction;

import io.sfumato.firststage.Autoencoder;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.model.FirstStageFile;
import java.nio.file.Path;

/** Where a first stage is put, for other runs and for people. */
record Published(FirstStageSpec spec, Path folder) {
    void write(Autoencoder autoencoder) {
        FirstStageFile.write(folder, spec, autoencoder);
    }
}
