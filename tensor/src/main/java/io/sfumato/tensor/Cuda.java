package io.sfumato.tensor;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch_cuda;
import org.jspecify.annotations.Nullable;

/** CUDA, which a build with the profile linux-x86_64-gpu has. Its libraries are half a gigabyte, so that they are loaded when asked for. */
final class Cuda {
    /** Why it cannot be used; null where it can. */
    private static final @Nullable String MISSING = load();

    private Cuda() {}

    private static @Nullable String load() {
        Engine.start();
        if (torch.class.getResource("/org/bytedeco/pytorch/" + Loader.getPlatform() + "-gpu/") == null) {
            return "this build has no CUDA. Build with the Maven profile linux-x86_64-gpu, or compute on cpu";
        }
        try {
            Loader.load(torch_cuda.class);
        } catch (LinkageError | TypeNotPresentException e) {
            return "CUDA cannot be loaded (" + e.getMessage()
                    + "). Are its driver, CUDA 13, cuDNN 9 and NCCL 2 installed?" + " Else compute on cpu";
        }
        return Context.hasCUDART() && torch.cuda_device_count() > 0
                ? null
                : "no graphics processor is found. Is its driver installed? Else compute on cpu";
    }

    /** How many graphics processors can be used. */
    static int devices() {
        return MISSING == null ? torch.cuda_device_count() : 0;
    }

    /** Why graphics processor {@code index} cannot be used, where it cannot. */
    static String whyNot() {
        int count = devices();
        return MISSING != null ? MISSING : "there are " + count + ", expected cuda:0 to cuda:" + (count - 1);
    }
}
