package io.sfumato.condition;

import java.util.List;
import java.util.Optional;

/** Makes a network's condition of what users said. */
public interface Conditioner {

    /**
     * The condition of a batch, one cue a picture. Differentiable where the conditioner is trained. Cues of one batch have
     * contexts of one length; those of two batches may differ in it, see {@link Condition#followedBy}. Throws {@link
     * ConditionException} where the model cannot hear such a cue.
     */
    Condition encode(List<? extends Cue> cues);

    /**
     * The same for what is known of pictures, which is no prompt: signs in it mean themselves, and what one window cannot hold is left out, so that
     * what a caption means depends on no other.
     */
    default Conditioner literal() {
        return this;
    }

    /**
     * The same cue with all done to it that no learning changes, for one that is heard again and again. Most are heard as they are.
     */
    default Cue condensed(Cue cue) {
        return cue;
    }

    /** The end of a cue that the conditioner cannot hear, where it is too long for it. */
    default Optional<String> unheard(Cue cue) {
        return Optional.empty();
    }
}
