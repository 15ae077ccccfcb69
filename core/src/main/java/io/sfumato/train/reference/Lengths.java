package io.sfumato.train.reference;

import java.util.Locale;

/** For how many pictures a configuration is trained: what is asked for, else what it says, else what Lightning does. */
final class Lengths {
    /** PyTorch Lightning 1.4.2, where neither {@code max_epochs} nor {@code max_steps} is said. */
    private static final long EPOCHS = 1000;

    private final Pace pace;
    private final long images;
    private final String reason;

    Lengths(ReferenceTraining.Draft draft, Wishes wishes) {
        this.pace = draft.pace();
        Lightning.Ending ending = pace.lightning().ending();
        if (wishes.images().isPresent()) {
            images = wishes.images().getAsLong();
            reason = "as --images says";
        } else if (ending.steps().isPresent() && ending.epochs().isEmpty()) {
            images = Math.multiplyExact(ending.steps().getAsLong(), pace.batch());
            reason = ending.steps().getAsLong() + " steps, as max_steps says";
        } else {
            long pictures = draft.pictures();
            long epochs = Math.multiplyExact(ending.epochs().orElse(EPOCHS), pictures);
            long most = ending.steps().isPresent()
                    ? Math.multiplyExact(ending.steps().getAsLong(), pace.batch())
                    : Long.MAX_VALUE;
            images = Math.min(epochs, most);
            reason = ending.epochs().isPresent()
                    ? "as max_epochs says of " + pictures + " pictures"
                    : EPOCHS + " epochs of " + pictures
                            + " pictures, since the configuration has no end and Lightning then ends there; --images N"
                            + " says otherwise";
        }
    }

    long images() {
        return images;
    }

    /** Batch, rate and length, for people. */
    String told() {
        return String.format(
                Locale.ROOT,
                "a step is of %d pictures, the learning rate is %.3g, and %d pictures are seen: %s",
                pace.batch(),
                pace.rate(),
                images,
                reason);
    }
}
