package io.sfumato.benchmark;

/**
 * Something that can be done again and again, and timed.
 *
 * @param batch pictures that it is done for at once
 * @param passes what it costs, in forward passes of what it shows to the meter: a backward pass is two
 */
record Work(Part part, int batch, int passes, Runnable once) {
    static Work forward(Part part, int batch, Runnable once) {
        return new Work(part, batch, 1, once);
    }
}
