package io.sfumato.replay;

import io.sfumato.sampling.FreshNoise;
import io.sfumato.tensor.ArchiveException;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import java.nio.file.Path;

/** The tensors of an input file, by name. What is missing is said with what it is needed for. */
final class Inputs {
    private final Path file;
    private final TensorArchive archive;

    Inputs(Path file, TensorArchive archive) {
        this.file = file;
        this.archive = archive;
    }

    boolean has(String name) {
        return archive.contains(name);
    }

    /** A float32 tensor of the given rank. */
    Tensor floats(String name, int rank, String need) {
        return load(name, rank, DType.FLOAT32, need);
    }

    /** An int64 tensor of the given rank. */
    Tensor integers(String name, int rank, String need) {
        if (has(name) && archive.dtype(name).isFloating()) {
            throw new ReplayException(file + ": " + name + " is " + archive.dtype(name) + ", expected whole numbers");
        }
        return load(name, rank, DType.INT64, need);
    }

    /** Draws of unit noise, [draws, N, C, H, W]; where they are missing, the sampler may ask for none. */
    FreshNoise noise(String name) {
        if (!has(name)) {
            return shape -> {
                throw new ReplayException(
                        file + " has no " + name + ", which this sampler needs: unit noise [draws, N, C, H, W]");
            };
        }
        return new GivenNoise(name, floats(name, 5, "noise"));
    }

    private Tensor load(String name, int rank, DType dtype, String need) {
        if (!has(name)) {
            throw new ReplayException(file + " has no " + name + ", which is needed: " + need);
        }
        Tensor tensor = loaded(name, dtype);
        if (tensor.rank() != rank || tensor.elements() == 0) {
            throw new ReplayException(file + ": " + name + " is " + tensor.shape() + ", expected " + need);
        }
        return tensor;
    }

    private Tensor loaded(String name, DType dtype) {
        try {
            return archive.load(name, new Placement(Device.CPU, dtype));
        } catch (ArchiveException e) {
            throw new ReplayException(e.getMessage());
        }
    }
}
