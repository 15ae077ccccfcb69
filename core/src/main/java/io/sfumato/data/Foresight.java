package io.sfumato.data;

import java.util.ArrayList;
import java.util.List;

/**
 * What is likely to be asked for next. Training asks for the parts of a step one after the other, and for those of the next step as
 * far from them each as its processes together have pictures: after 0, 2, 8, 10, 16 come 18 and 24.
 */
final class Foresight {
    /** Requests that may differ before they repeat themselves; more parts than that has no step. */
    private static final int LONGEST_PERIOD = 64;

    private static final int REMEMBERED = 2 * LONGEST_PERIOD + 1;

    private final List<Range> past = new ArrayList<>();

    /** Positions {@code from} to {@code to} − 1. */
    record Range(long from, long to) {
        long count() {
            return to - from;
        }

        Range after(long distance) {
            return new Range(from + distance, to + distance);
        }
    }

    /** The next so many requests, now that {@code asked} is the last. */
    List<Range> next(Range asked, int count) {
        past.add(asked);
        if (past.size() > REMEMBERED) {
            past.remove(0);
        }
        int period = period();
        List<Range> all = new ArrayList<>(past.subList(past.size() - period, past.size()));
        long distance = distance(period);
        for (int i = 0; i < count; i++) {
            all.add(all.get(i).after(distance));
        }
        return all.subList(period, all.size());
    }

    /** After how many requests they repeat themselves: what has held for longest; 1 where that cannot be told yet. */
    private int period() {
        int best = 1;
        int longest = 0;
        for (int period = 1; 2 * period < past.size(); period++) {
            int repeated = repeated(period);
            if (repeated > period && repeated + period > longest) {
                best = period;
                longest = repeated + period;
            }
        }
        return best;
    }

    /** How many of the last requests are each as far from the one of a period before. */
    private int repeated(int period) {
        long distance = back(0).from() - back(period).from();
        int repeated = 0;
        while (repeated + period < past.size()
                && back(repeated).equals(back(repeated + period).after(distance))) {
            repeated++;
        }
        return distance > 0 ? repeated : 0;
    }

    private long distance(int period) {
        long least = period == 1 ? back(0).count() : 1;
        return past.size() > period
                ? Math.max(least, back(0).from() - back(period).from())
                : least;
    }

    private Range back(int requests) {
        return past.get(past.size() - 1 - requests);
    }
}
