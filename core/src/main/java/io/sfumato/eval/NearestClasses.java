package io.sfumato.eval;

import io.sfumato.data.DataException;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Tells the class of a picture by real ones: that which most of the {@value #NEIGHBOURS} nearest have, by the L2 distance of
 * glances; of several as frequent, that of the nearest (Cover and Hart 1967).
 */
record NearestClasses(RealPictures training) {
    /** How many are asked. */
    static final int NEIGHBOURS = 5;

    private static final int BLOCK = 2048;
    private static final float HALF_RANGE = 127.5f;

    /** The nearest so far of one picture, nearest first. */
    private static final class Nearest {
        private final float[] distances = new float[NEIGHBOURS];
        private final int[] labels = new int[NEIGHBOURS];
        private int count;

        void offer(float distance, int label) {
            if (count == NEIGHBOURS && !(distance < distances[count - 1])) {
                return;
            }
            int place = count < NEIGHBOURS ? count++ : count - 1;
            while (place > 0 && distance < distances[place - 1]) {
                distances[place] = distances[place - 1];
                labels[place] = labels[place - 1];
                place--;
            }
            distances[place] = distance;
            labels[place] = label;
        }

        int majority() {
            int best = 0;
            for (int i = 1; i < count; i++) {
                if (votes(labels[i]) > votes(labels[best])) {
                    best = i;
                }
            }
            return labels[best];
        }

        private long votes(int label) {
            return Arrays.stream(labels, 0, count)
                    .filter(other -> other == label)
                    .count();
        }
    }

    /**
     * The class of each picture.
     *
     * @param progress hears how many training pictures are compared with
     */
    int[] of(List<Glance> pictures, IntConsumer progress) {
        Nearest[] nearest = new Nearest[pictures.size()];
        Arrays.setAll(nearest, i -> new Nearest());
        int count = training.data().count();
        Grad.off(() -> {
            try (Region region = Region.open()) {
                Tensor wanted = rows(pictures); // [M, D]
                for (int from = 0; from < count; from += BLOCK) {
                    int to = Math.min(from + BLOCK, count);
                    offer(wanted, training.from(from, to), nearest);
                    progress.accept(to);
                }
            }
        });
        if (nearest.length > 0 && nearest[0].count == 0) {
            throw new DataException("none of " + count + " pictures can be read, expected some to compare with");
        }
        return Arrays.stream(nearest).mapToInt(Nearest::majority).toArray();
    }

    private static void offer(Tensor wanted, List<RealPictures.Real> block, Nearest[] nearest) {
        if (block.isEmpty()) {
            return;
        }
        float[] distances = Region.computing(() -> distances(wanted, block).toFloats()); // [M, B]
        for (int i = 0; i < nearest.length; i++) {
            for (int j = 0; j < block.size(); j++) {
                nearest[i].offer(distances[i * block.size() + j], block.get(j).label());
            }
        }
    }

    /** |t|² − 2 w·t, which is the squared distance but for |w|², the same for all of a row: [M, B]. */
    private static Tensor distances(Tensor wanted, List<RealPictures.Real> block) {
        Tensor real = rows(block.stream().map(each -> Glance.of(each.square())).toList()); // [B, D]
        return real.square()
                .sum(1)
                .unsqueeze(0)
                .sub(wanted.matmul(real.transpose(0, 1)).mul(2));
    }

    /** Samples in −1 to 1, [N, D]. */
    private static Tensor rows(List<Glance> glances) {
        int width = glances.get(0).planes().samples().length;
        float[] samples = new float[glances.size() * width];
        for (int i = 0; i < glances.size(); i++) {
            byte[] planes = glances.get(i).planes().samples();
            for (int j = 0; j < width; j++) {
                samples[i * width + j] = (planes[j] & 0xff) / HALF_RANGE - 1;
            }
        }
        return Tensors.of(samples, Shape.of(glances.size(), width));
    }
}
