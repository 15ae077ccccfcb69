package io.sfumato.tensor;

import org.bytedeco.pytorch.global.torch;

/** How libtorch is set up before the first tensor. */
final class Engine {
    static {
        torch.set_num_threads(Processor.cores());
        torch.globalContext().setUserEnabledNNPACK(false); // else every new size of convolution warns that it is absent
    }

    private Engine() {}

    /** Makes sure of it. */
    static void start() {}
}
