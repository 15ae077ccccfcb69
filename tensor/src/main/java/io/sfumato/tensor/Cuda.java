package io.sfumato.tensor;

import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.cuda.CUDAGuard;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch_cuda;
import org.jspecify.annotations.Nullable;

/**
 * CUDA, which a build with the Maven profile linux-x86_64-gpu has. Its library is loaded with the engine: libtorch, once asked to compute
 * without it, knows nothing of it any more.
 */
final class Cuda {
    private static final String CURE = "compute on cpu (docs/devices.md)";

    /** Why no graphics processor can be used; null where one can. */
    private static final @Nullable String MISSING = load();

    private Cuda() {}

    private static boolean isBuiltIn() {
        return torch.class.getResource("/org/bytedeco/pytorch/" + Loader.getPlatform() + "-gpu/") != null;
    }

    private static @Nullable String load() {
        if (!isBuiltIn()) {
            return "this build has no CUDA. Build with SFUMATO_PROFILE=linux-x86_64-gpu, or " + CURE;
        }
        try {
            Loader.load(torch_cuda.class);
        } catch (LinkageError | TypeNotPresentException e) {
            return "CUDA cannot be loaded (" + innermost(e).getMessage()
                    + "). Are the driver, CUDA 13, cuDNN 9 and NCCL 2 installed? Else " + CURE;
        }
        return Context.hasCUDART() && torch.cuda_device_count() > 0
                ? null
                : "no graphics processor is found. Is its driver installed? Else " + CURE;
    }

    /** What the linker complains of is behind a list of the places where it looked. */
    private static Throwable innermost(Throwable problem) {
        Throwable innermost = problem;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost;
    }

    /** Sees to it that the library is loaded. */
    static void start() {}

    /** How many graphics processors can be used. */
    static int devices() {
        return MISSING == null ? torch.cuda_device_count() : 0;
    }

    /**
     * Whether graphics processor {@code index}, which can be used, multiplies in bfloat16: from compute capability 8.0 on. libtorch tells that of the
     * current one, whether cuDNN convolves so.
     */
    static boolean multipliesBfloat16(int index) {
        try (CUDAGuard guard = new CUDAGuard((byte) index)) {
            return torch.getCUDAHooks().supportsBFloat16ConvolutionWithCuDNNv8();
        }
    }

    /** Why graphics processor {@code index} cannot be used, where it cannot. */
    static String whyNot() {
        int count = devices();
        return MISSING != null ? MISSING : "there are " + count + ", expected cuda:0 to cuda:" + (count - 1);
    }

    /** What keeps a build with CUDA from using it. */
    static Optional<String> complaint() {
        return isBuiltIn() ? Optional.ofNullable(MISSING) : Optional.empty();
    }

    /** Waits until everything that was asked for is done, wherever anything was: memory of the others stays untouched. */
    static void await() {
        for (int index = 0; index < devices(); index++) {
            if (torch_cuda.hasPrimaryContext((byte) index)) {
                torch.cuda_synchronize(index); // without a number it is the first device alone
            }
        }
    }
}
