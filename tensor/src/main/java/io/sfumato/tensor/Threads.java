package io.sfumato.tensor;

import org.bytedeco.pytorch.global.torch;

/** The number of threads that one operation is spread over: from the start, one per core that this process may use. */
public final class Threads {
    static {
        Engine.start();
    }

    private Threads() {}

    /** Sets the number for the whole process. Sums may round differently with another number. */
    public static void use(int count) {
        if (count < 1) {
            throw new TensorException("thread count is " + count + ", expected 1 or more");
        }
        torch.set_num_threads(count);
    }

    /** The number in force. */
    public static int count() {
        return torch.get_num_threads();
    }
}
