package io.sfumato.train.samples;

import io.sfumato.data.DataSet;
import io.sfumato.data.Known;
import io.sfumato.image.Picture;
import java.util.Arrays;

/** Twelve pictures of one colour each, of as many classes. */
public final class Squares implements DataSet {
    static final int SIDE = 16;
    private static final int COUNT = 12;

    @Override
    public int count() {
        return COUNT;
    }

    @Override
    public String name(int index) {
        return "square " + index;
    }

    @Override
    public Picture picture(int index) {
        byte[] samples = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < samples.length; i += 3) {
            Arrays.fill(samples, i, i + 3, (byte) (20 * index));
            samples[i + index % 3] = (byte) 200;
        }
        return Picture.of(SIDE, SIDE, samples);
    }

    @Override
    public Known known(int index) {
        return new Known.ClassOf(index);
    }
}
