package io.sfumato.sampling;

/** One step from the noise level {@code from} down to {@code to}; {@code index} counts steps from 0. */
public record Step(int index, double from, double to) {

    public Step {
        if (!(from > 0 && 0 <= to && to <= from)) {
            throw new IllegalArgumentException("step " + index + " goes from noise level " + from + " to " + to
                    + ", expected a fall from above 0 to 0 or more");
        }
    }

    /** to − from, never above 0. */
    public double change() {
        return to - from;
    }
}
