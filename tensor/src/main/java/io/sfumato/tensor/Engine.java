package io.sfumato.tensor;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/** How libtorch is set up before the first tensor. */
final class Engine {
    static {
        torch.set_num_threads(cores());
        torch.globalContext().setUserEnabledNNPACK(false); // else every new size of convolution warns that it is absent
    }

    private Engine() {}

    /** Makes sure of it. */
    static void start() {}

    /**
     * The cores that this process may use. Where libtorch cannot read the topology of a virtual machine, it would take
     * one core for all.
     */
    static int cores() {
        return Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), Loader.totalCores()));
    }
}
