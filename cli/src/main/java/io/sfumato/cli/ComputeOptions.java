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

    /** Where networks are. Says so where this build's CUDA is of no use. */
    Device device(Console console) {
        if (device == null) {
            Device.complaint().ifPresent(complaint -> console.note("note: computing on the processor: " + complaint));
        }
        return usable(asked());
    }

    private Device asked() {
        return device == null ? Device.best() : device;
    }

    /** Where this one of several processes has its networks: on a graphics processor of its own, where they use such. */
    Device device(Membership membership, Console console) {
        Device asked = device(console);
        if (asked.isCpu()) {
            return asked;
        }
        if (asked.index() != 0) {
            throw new UsageException("--device is " + asked
                    + ", but each of several processes has its own: LOCAL_RANK says which. Say cuda");
        }
        int count = Device.cudaDevices();
        if (count == 1) { // whoever starts processes may show each its own alone
            return asked;
        }
        if (membership.localRank() >= count) {
            throw new UsageException("LOCAL_RANK is " + membership.localRank() + ", but this process sees " + count
                    + " graphics processors. Start fewer processes on this machine, or say --device cpu");
        }
        return Device.cuda(membership.localRank());
    }

    /** For several processes that this one is to start here: throws where there are not as many graphics processors. */
    void checkShares(int processes) {
        int count = Device.cudaDevices();
        if (!asked().isCpu() && processes > count) {
            throw new UsageException("--processes is " + processes + ", but there are " + count
                    + " graphics processors. Start fewer, or say --device cpu");
        }
    }

    private static Device usable(Device device) {
        try {
            return device.available();
        } catch (TensorException e) {
            throw new UsageException("--" + e.getMessage());
        }
    }
}
