package io.sfumato.tensor;

import java.time.Duration;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.BackendOptional;
import org.bytedeco.pytorch.ProcessGroup;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch_nccl;
import org.bytedeco.pytorch.nccl.ProcessGroupNCCL;

/** NCCL, which exchanges tensors between CUDA devices. Not run so far: it wants the libraries and two devices. */
final class Nccl {
    private Nccl() {}

    /** Lets {@code group} exchange tensors of CUDA devices. */
    static void addTo(ProcessGroup group, Noticeboard board, Duration patience) {
        try {
            Loader.load(torch_nccl.class);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            throw new EnsembleException(
                    "CUDA devices of several processes need NCCL, which this build does not have."
                            + " Build with SFUMATO_PROFILE=linux-x86_64-gpu, or train with --device cpu",
                    e);
        }
        ProcessGroupNCCL.Options options = ProcessGroupNCCL.Options.create();
        options.timeout(new Milliseconds(patience.toMillis()));
        Membership me = board.membership();
        ProcessGroupNCCL nccl = new ProcessGroupNCCL(Group.notes(board, "nccl"), me.rank(), me.size(), options);
        group.setBackend(torch.DeviceType.CUDA, ProcessGroup.BackendType.NCCL, new BackendOptional(nccl));
    }
}
