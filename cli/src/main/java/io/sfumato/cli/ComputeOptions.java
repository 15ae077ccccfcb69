package io.sfumato.cli;

import io.sfumato.tensor.Device;
import io.sfumato.tensor.Membership;
import io.sfumato.tensor.NativeLibraries;
import io.sfumato.tensor.TensorException;
import io.sfumato.tensor.Threads;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every verb that computes with tensors understands. */
final class ComputeOptions {
    private static final int MOST_THREADS = 1024;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Processor threads (default: one per core). Last digits may differ with another number.")
    private @Nullable Integer threads;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description =
                    "cpu, cuda or cuda:N (default: the first graphics processor where this build can use one, else cpu).")
    private @Nullable Device device;

    /** Sets what holds for the whole process. */
    void apply() {
        NativeLibraries.loadEarly();
        if (threads == null) {
            return;
        }
        if (threads < 1 || threads > MOST_THREADS) {
            throw new UsageException("--threads is " + threads + ", expected 1 to " + MOST_THREADS);
        }
        Threads.use(threads);
    }

    /** Where networks are. */
    Device device() {
        return usable(device == null ? Device.best() : device);
    }

    /** Where this one of several processes has its networks: on a graphics processor of its own, where they use such. */
    Device device(Membership membership) {
        Device asked = device == null ? Device.best() : device;
        if (asked.isCpu()) {
            return asked;
        }
        if (asked.index() != 0) {
            throw new UsageException("--device is " + asked
                    + ", but each of several processes has its own: LOCAL_RANK says" + " which. Say cuda");
        }
        return usable(Device.cuda(membership.localRank()));
    }

    private static Device usable(Device device) {
        try {
            return device.available();
        } catch (TensorException e) {
            throw new UsageException("--" + e.getMessage());
        }
    }
}
