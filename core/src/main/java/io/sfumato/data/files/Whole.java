package io.sfumato.data.files;

import io.sfumato.data.DataSet;
import io.sfumato.data.Found;
import io.sfumato.data.Parts;

/** A data set that does not say itself what of it is kept back. */
record Whole(DataSet data, Found found) {
    /** A share of it is kept back. */
    Parts divided(double heldOut) {
        return Parts.byShare(data, heldOut).withFound(found);
    }

    /** What is trained on, as if it were all. */
    static Whole trainedOn(Parts parts) {
        return new Whole(parts.train(), parts.found());
    }
}
