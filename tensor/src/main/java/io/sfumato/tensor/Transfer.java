package io.sfumato.tensor;

import org.bytedeco.pytorch.MemoryFormatOptional;

/**
 * Brings numbers to another place. To a graphics processor they go by way of pinned memory, from which it fetches them itself: nobody waits, and
 * libtorch keeps the pinned copy until they are there. All other ways end with the numbers at their goal: whoever reads them in main memory
 * finds them.
 */
final class Transfer {
    /** Of more, to pin memory takes longer than is saved; and what was pinned once is kept for the next copy. */
    private static final long MOST_PINNED = 64 << 20;

    private Transfer() {}

    /** How long a copy is waited for. */
    private enum Wait {
        UNTIL_DONE,
        NOT
    }

    /** {@code x} at another place. */
    static Tensor of(Tensor x, Placement to) {
        return isPinned(x, to.device())
                ? Region.returning(() -> copied(pinned(x), to, Wait.NOT))
                : copied(x, to, Wait.UNTIL_DONE);
    }

    /** Whether numbers go to a device by way of pinned memory: where no gradient has to find the way back. */
    static boolean isPinned(Tensor x, Device to) {
        return to.kind() == Device.Kind.CUDA
                && x.device().isCpu()
                && !x.requiresGrad()
                && x.elements() > 0
                && x.bytes() <= MOST_PINNED;
    }

    /** A copy without gaps, which the caller's numbers may change under. */
    private static Tensor pinned(Tensor x) {
        return Tensor.wrap(x.together().handle().pin_memory());
    }

    private static Tensor copied(Tensor x, Placement to, Wait wait) {
        return Tensor.wrap(x.handle().to(to.options(), wait == Wait.NOT, false, new MemoryFormatOptional()));
    }
}
