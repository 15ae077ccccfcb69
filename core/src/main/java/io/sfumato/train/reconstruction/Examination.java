package io.sfumato.train.reconstruction;

import io.sfumato.data.Sample;
import io.sfumato.firststage.CodebookUsage;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.loop.HeldOut;
import io.sfumato.train.samples.SampleSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * How well an autoencoder reconstructs pictures that it has not learned from.
 *
 * @param heldOut those pictures; empty where there are none
 * @param instead pictures to look at then
 * @param error of reconstructions, a scalar
 */
record Examination(List<Sample> heldOut, List<Sample> instead, BinaryOperator<Tensor> error) {
    private static final int BATCH = 16;

    /** A sample's range is 2, so the square of its peak is 4. */
    private static final double PEAK_SQUARE = 4;

    List<Sample> first(int count) {
        List<Sample> from = heldOut.isEmpty() ? instead : heldOut;
        return from.subList(0, Math.min(count, from.size()));
    }

    HeldOut of(Coding coding) {
        if (heldOut.isEmpty()) {
            return HeldOut.NONE;
        }
        double loss = 0;
        Map<String, Double> figures = new TreeMap<>();
        List<long[]> indices = new ArrayList<>();
        for (int start = 0; start < heldOut.size(); start += BATCH) {
            List<Sample> batch = heldOut.subList(start, Math.min(start + BATCH, heldOut.size()));
            double share = batch.size() / (double) heldOut.size();
            loss += share * batch(coding, batch, figures, indices);
        }
        if (coding instanceof VqCoding vq) {
            addHealth(vq.autoencoder().codebook().entries(), indices, figures);
        }
        return new HeldOut(OptionalDouble.of(loss), figures);
    }

    private double batch(Coding coding, List<Sample> batch, Map<String, Double> figures, List<long[]> indices) {
        double share = batch.size() / (double) heldOut.size();
        return Grad.off(() -> {
            try (Region region = Region.open()) {
                Tensor pictures = SampleSource.pixels(batch)
                        .nchw()
                        .to(coding.autoencoder().device());
                Coding.Coded coded = coding.looking(pictures);
                Tensor made = coded.reconstructions().clamp(-1, 1);
                double[] squares = made.sub(pictures).square().mean(1, 2, 3).toDoubles(); // [N]
                for (double square : squares) {
                    figures.merge("psnr", psnr(square) / heldOut.size(), Double::sum);
                }
                coded.figures().read().forEach((name, value) -> figures.merge(name, value * share, Double::sum));
                coded.indices().ifPresent(found -> indices.add(found.toLongs()));
                return error.apply(pictures, coded.reconstructions()).item();
            }
        });
    }

    /** Of all pictures together: a code that none of them needs is dead. */
    private static void addHealth(long entries, List<long[]> indices, Map<String, Double> figures) {
        long[] all = indices.stream().flatMapToLong(Arrays::stream).toArray();
        CodebookUsage usage = CodebookUsage.of(all, entries);
        figures.put("perplexity", usage.perplexity());
        figures.put("codes_used", (double) usage.entries());
        figures.put("codes_dead", (double) entries - usage.entries());
    }

    /** In decibels. */
    private static double psnr(double meanSquare) {
        return 10 * Math.log10(PEAK_SQUARE / Math.max(meanSquare, 1e-12));
    }
}
