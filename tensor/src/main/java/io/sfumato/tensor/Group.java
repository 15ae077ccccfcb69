package io.sfumato.tensor;

import java.time.Duration;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.AllreduceOptions;
import org.bytedeco.pytorch.BackendOptional;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.PrefixStore;
import org.bytedeco.pytorch.ProcessGroup;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch_gloo;

/**
 * libtorch's process group: Gloo for tensors in main memory, and NCCL for those of a device. What is called here throws
 * whatever libtorch does.
 */
final class Group implements AutoCloseable {
    private static final long BROADCAST_BYTES = 250L << 20; // as DistributedDataParallel

    private final ProcessGroup group;

    private Group(ProcessGroup group) {
        this.group = group;
    }

    /** Connects this process with all others, which have to do the same. */
    static Group connect(Noticeboard board, Device device, Duration patience) {
        load();
        Membership me = board.membership();
        try (Region region = Region.open()) {
            ProcessGroup group = new ProcessGroup(me.rank(), me.size());
            group.setBackend(
                    torch.DeviceType.CPU,
                    ProcessGroup.BackendType.GLOO,
                    new BackendOptional(gloo(board, new Milliseconds(patience.toMillis()))));
            group.setDefaultBackend(ProcessGroup.BackendType.GLOO);
            if (device.kind() == Device.Kind.CUDA) {
                Nccl.addTo(group, board, patience);
            }
            group.setGroupName(board.prefix());
            group.retainReference();
            return new Group(group);
        }
    }

    private static void load() {
        try {
            Loader.load(torch_gloo.class);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            throw new EnsembleException(
                    "processes can train together on Linux alone: the libraries of this platform have no Gloo."
                            + " Train with one process",
                    e);
        }
    }

    private static ProcessGroupGloo gloo(Noticeboard board, Milliseconds patience) {
        ProcessGroupGloo.Options options = ProcessGroupGloo.Options.create(patience);
        options.devices(
                new GlooDeviceVector(ProcessGroupGloo.createDeviceForHostname(Arrival.address(board.membership()))));
        return new ProcessGroupGloo(
                notes(board, "gloo"),
                board.membership().rank(),
                board.membership().size(),
                options);
    }

    /**
     * Notes for libtorch's own use. The binding makes stores without a count of references, and whom they are passed to
     * would free them: only what {@code clone} returns is counted, and may be passed.
     */
    static Store notes(Noticeboard board, String user) {
        return new PrefixStore(board.prefix() + user, board.connection()).clone();
    }

    ProcessGroup handle() {
        return group;
    }

    /** Replaces the numbers of a contiguous tensor by their sums over all processes. */
    void sumInPlace(Tensor tensor) {
        try (Region region = Region.open()) {
            group.allreduce(new TensorVector(tensor.handle()), new AllreduceOptions())
                    ._wait();
        }
    }

    /** Replaces numbers by those of process 0. */
    void broadcastInPlace(TensorVector tensors) {
        torch.broadcast_coalesced(group, tensors, BROADCAST_BYTES, 0);
    }

    /** Whether an error of libtorch is one of the connection, and not of what is computed. */
    static boolean isOfConnection(RuntimeException problem) {
        String message =
                String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
        return message.contains("gloo") || message.contains("NCCL") || message.contains("c10d");
    }

    @Override
    public void close() {
        group.releaseReference();
    }
}
