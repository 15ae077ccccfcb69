package io.sfumato.train;

import io.sfumato.data.*;
import io.sfumato.image.*;
import io.sfumato.train.recipe.DataRecipe;
import java.nio.file.Path;
import java.util.*;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;

/** Interim. */
final class DataOpening {
    static Parts open(DataRecipe recipe) {
        List<Example> all = ImageFolder.read(Path.of(recipe.folder()));
        List<Example> train = all.stream().filter(e -> e.split() == Split.TRAIN).toList();
        List<Example> held = all.stream().filter(e -> e.split() != Split.TRAIN).toList();
        if (train.isEmpty()) {
            throw new DataException(recipe.folder() + " has no picture to train on: of its " + all.size());
        }
        return new Parts(new Ex(train), held.isEmpty() ? Optional.empty() : Optional.of(new Ex(held)));
    }

    record Ex(List<Example> list) implements DataSet {
        public int count() {
            return list.size();
        }

        public String name(int i) {
            return list.get(i).image().toString();
        }

        public Picture picture(int i) {
            try {
                var im = ImageIO.read(list.get(i).image().toFile());
                int n = im.getWidth() * im.getHeight();
                int[] rgb = im.getRGB(0, 0, im.getWidth(), im.getHeight(), null, 0, im.getWidth());
                byte[] out = new byte[3 * n];
                for (int k = 0; k < n; k++) {
                    out[3 * k] = (byte) (rgb[k] >> 16);
                    out[3 * k + 1] = (byte) (rgb[k] >> 8);
                    out[3 * k + 2] = (byte) rgb[k];
                }
                return Picture.of(im.getWidth(), im.getHeight(), out);
            } catch (Exception e) {
                throw new DataException(e.toString());
            }
        }

        public Known known(int i) {
            Example e = list.get(i);
            return new Known.Words() {
                public String canonical() {
                    return e.canonicalCaption();
                }

                public String varied(RandomGenerator random) {
                    return Captions.varied(e, random);
                }

                public List<String> texts() {
                    List<String> t = new ArrayList<>(e.captions());
                    t.addAll(e.tags());
                    return t;
                }
            };
        }
    }
}
