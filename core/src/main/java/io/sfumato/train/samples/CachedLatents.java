package io.sfumato.train.samples;

import io.sfumato.condition.Cue;
import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Known;
import io.sfumato.data.Order;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.loop.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Latents that were encoded once, for pictures that always become the same square.
 *
 * @param order of the cache's rows
 */
public record CachedLatents(DataSet data, LatentCache cache, LatentScaling scaling, Order order, Cues cues)
        implements LatentSource {

    @Override
    public LatentBatch of(Slice slice) {
        long[] rows = rows(slice);
        Draws draws = slice.draws();
        long[] seeds = draws.seeds("words");
        List<Cue> said = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            said.add(cues.of(known(cache.entry(rows[i])), new SplittableRandom(seeds[i])));
        }
        Tensor raw = cache.sample(rows, draws);
        return new LatentBatch(raw.sub(scaling.shift()).mul(scaling.scale()), said);
    }

    /** Latents are kept of entries that could be read: this one has changed since. */
    private Known known(int entry) {
        try {
            return data.known(entry);
        } catch (BrokenPictureException e) {
            throw new DataException(
                    e.getMessage() + "; it could be read when its latents were made. Put it back as it was", e);
        }
    }

    private long[] rows(Slice slice) {
        long[] rows = new long[slice.count()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = order.at(slice.from() + i);
        }
        return rows;
    }

    @Override
    public List<String> names(Slice slice) {
        List<String> names = new ArrayList<>();
        for (long row : rows(slice)) {
            names.add(data.name(cache.entry(row)));
        }
        return names;
    }
}
