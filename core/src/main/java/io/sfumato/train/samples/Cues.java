package io.sfumato.train.samples;

import io.sfumato.condition.Caption;
import io.sfumato.condition.ClassLabel;
import io.sfumato.condition.Cue;
import io.sfumato.condition.LowResolution;
import io.sfumato.condition.MaskedPicture;
import io.sfumato.condition.Nothing;
import io.sfumato.condition.PairOfCues;
import io.sfumato.condition.SegmentationMap;
import io.sfumato.condition.TokenIds;
import io.sfumato.data.DataException;
import io.sfumato.data.Known;
import io.sfumato.data.LabelMap;
import io.sfumato.data.Mask;
import io.sfumato.data.Planes;
import io.sfumato.image.PixelImages;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a conditioner hears of what is known of a picture.
 *
 * @param dropout share of the pictures of which it hears {@code absent} instead, so that guidance has something to compare with; of
 *     two things, instead of what is heard inside the network
 * @param absent what stands for no condition; empty for conditioners that always need one
 * @param kinds of things that a label map may show; 0 where there are no label maps
 */
public record Cues(double dropout, Optional<Cue> absent, int kinds) {

    public Cues {
        if (dropout > 0 && absent.isEmpty()) {
            throw new IllegalArgumentException("condition_dropout is " + dropout
                    + ", expected 0: this kind of condition has nothing that stands for its absence");
        }
    }

    /** The cue of one picture, with what is random of it. Of two, what stands beside the latents is always heard. */
    Cue of(Known told, Planes picture, RandomGenerator random) {
        if (told instanceof Known.Two two) {
            return new PairOfCues(shown(two.beside(), picture), of(two.inside(), picture, random));
        }
        if (random.nextDouble() < dropout) {
            return absent.orElseThrow();
        }
        return said(told, random).orElseGet(() -> shown(told, picture));
    }

    /** The cue of a picture whose pixels say nothing of it. */
    Cue of(Known told, RandomGenerator random) {
        if (random.nextDouble() < dropout) {
            return absent.orElseThrow();
        }
        return said(told, random).orElseThrow(() -> new IllegalStateException(told.getClass() + " is told by pixels"));
    }

    private static Optional<Cue> said(Known told, RandomGenerator random) {
        if (told instanceof Known.Words words) {
            return Optional.of(new Caption(words.varied(random)));
        } else if (told instanceof Known.ClassOf one) {
            return Optional.of(new ClassLabel(one.index()));
        } else if (told instanceof Known.Tokens tokens) {
            return Optional.of(
                    new TokenIds(tokens.ids().stream().map(Integer::longValue).toList()));
        } else if (told instanceof Known.Nothing) {
            return Optional.of(new Nothing());
        }
        return Optional.empty();
    }

    private Cue shown(Known told, Planes picture) {
        if (told instanceof Known.Labelled labelled) {
            return new SegmentationMap(planes(labelled.map()));
        } else if (told instanceof Known.Small small) {
            return new LowResolution(pixels(small.planes()));
        } else if (told instanceof Known.Holes holes) {
            Tensor hole = hole(holes.mask()); // [1, H, W]
            return new MaskedPicture(
                    pixels(picture).mul(hole.neg().add(1)), hole.mul(2).sub(1));
        }
        throw new IllegalStateException("nothing hears " + told.getClass().getSimpleName());
    }

    /** [3, H, W] */
    private static Tensor pixels(Planes planes) {
        return PixelImages.ofPlanes(List.of(planes.samples()), planes.side(), planes.side())
                .nchw()
                .select(0, 0);
    }

    /** 1 in the hole, 0 elsewhere, [1, H, W]. */
    private static Tensor hole(Mask mask) {
        int side = mask.side();
        float[] values = new float[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                values[y * side + x] = mask.isHole(x, y) ? 1 : 0;
            }
        }
        return Tensors.of(values, Shape.of(1, side, side));
    }

    /** One plane a kind, [kinds, H, W]. */
    private Tensor planes(LabelMap map) {
        if (map.highest() >= kinds) {
            throw new DataException("a label map shows kind " + map.highest() + ", expected 0 to " + (kinds - 1)
                    + ", as many as the conditioner has");
        }
        int area = map.width() * map.height();
        boolean[] values = new boolean[Math.multiplyExact(kinds, area)];
        int[] shown = map.kinds();
        for (int i = 0; i < area; i++) {
            values[shown[i] * area + i] = true;
        }
        return Tensors.of(values, Shape.of(kinds, map.height(), map.width()));
    }
}
