package io.sfumato.train.loop;

/**
 * How far a stage is.
 *
 * @param steps of the optimizer
 * @param images seen, repetitions included
 */
public record Progress(long steps, long images) {
    /** Nothing done yet. */
    public static final Progress NONE = new Progress(0, 0);

    /** After one more step. */
    Progress next(int batch) {
        return new Progress(steps + 1, images + batch);
    }
}
