package io.sfumato.firststage;

import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The learned set of codes, and the search for the nearest (van den Oord et al. 2017, eq. 1). */
public final class Codebook extends Module {
    /** Features that are compared with all codes at once: bounds the table of distances. */
    private static final long ROWS = 1024;

    private final Tensor codes;
    private final Optional<Remap> remap;

    /**
     * @param remap the numbers of indices that are written and read, where they are not those of the entries
     */
    Codebook(long entries, long width, Optional<Remap> remap, Init init) {
        remap.ifPresent(it -> it.check(entries));
        this.remap = remap;
        codes = parameter("embedding.weight", init.uniform(Shape.of(entries, width), entries * entries));
    }

    /**
     * The nearest codes.
     *
     * @param codes [N, C, H, W]
     * @param indices which entries they are, int64 [N, H·W], row by row
     */
    public record Nearest(Tensor codes, Tensor indices) {}

    /**
     * Replaces each feature vector of {@code found}, float32 [N, C, H, W], by the nearest code.
     */
    public Nearest nearest(Tensor found) {
        Tensor features = found.to(codes.device());
        long n = features.size(0);
        long width = features.size(1);
        long area = features.size(2) * features.size(3);
        Tensor rows = features.permute(0, 2, 3, 1).reshape(n * area, width); // [N·H·W, C]
        Tensor table = codes.to(DType.FLOAT32);
        List<Tensor> entries = new ArrayList<>();
        for (long start = 0; start < rows.size(0); start += ROWS) {
            entries.add(indices(rows.narrow(0, start, Math.min(ROWS, rows.size(0) - start)), table));
        }
        Tensor indices = Tensors.cat(0, entries); // [N·H·W]
        Tensor chosen = table.indexSelect(0, indices)
                .reshape(n, features.size(2), features.size(3), width) // [N, H, W, C]
                .permute(0, 3, 1, 2); // [N, C, H, W]
        return new Nearest(chosen.contiguous(), indices.reshape(n, area)); // [N, H·W]
    }

    /** argmin |z − e|² with the square expanded, as the reference has it: ties and near ties fall alike. */
    private static Tensor indices(Tensor rows, Tensor table) {
        Tensor products = rows.matmul(table.transpose(0, 1)); // [rows, codes]
        Tensor squares = rows.square().sum(1).unsqueeze(1).add(table.square().sum(1));
        return squares.sub(products.mul(2)).argMin(1);
    }

    /**
     * Indices as they are written, of the entries that {@link #nearest} found.
     *
     * @param rng for a {@link Remap} that numbers unknown entries at random
     */
    public Tensor written(Tensor entries, Rng rng) {
        return remap.map(it -> it.numbers(entries, rng)).orElse(entries);
    }

    /** The codes of indices as they are written, int64 [N, h, w], as features [N, C, h, w]. */
    public Tensor lookup(Tensor indices) {
        Tensor entries = remap.map(it -> it.entries(indices)).orElse(indices);
        Tensor flat = codes.indexSelect(0, entries.to(codes.device()).reshape(-1));
        return flat.reshape(indices.size(0), indices.size(1), indices.size(2), codes.size(1)) // [N, h, w, C]
                .permute(0, 3, 1, 2); // [N, C, h, w]
    }

    /** The number of codes. */
    public long entries() {
        return codes.size(0);
    }
}
