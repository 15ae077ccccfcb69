package io.sfumato.tensor;

import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/** How libtorch is set up before the first tensor. */
final class Engine {
    static {
        Cuda.start(); // before anything is computed
        torch.set_num_threads(Processor.cores());
        openblas_nolapack.blas_set_num_threads(1); // libtorch spreads work over threads; a second pool is in their way
        torch.globalContext()
                .setAllowTF32CuDNN(false); // float32 is float32 on every device, whatever the environment says
        torch.globalContext().setAllowTF32CuBLAS(false);
        torch.globalContext().setAllowFP16ReductionCuBLAS(false); // a product's parts are summed in float32
        torch.globalContext().setAllowBF16ReductionCuBLAS(false);
        torch.globalContext().setUserEnabledNNPACK(false); // else every new size of convolution warns that it is absent
    }

    private Engine() {}

    /** Makes sure of it. */
    static void start() {}
}
