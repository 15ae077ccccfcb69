package io.sfumato.diffusers;

import io.sfumato.model.ModelException;
import io.sfumato.reference.Params;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The levels of a network, from the largest map to the smallest: {@code block_out_channels}, {@code down_block_types} and
 * {@code up_block_types}, of which the last begins at the smallest map in the file.
 *
 * @param width channels of the first level
 * @param multipliers channels of each level over {@code width}
 * @param down what each level is made of on the way down
 * @param up what each level is made of on the way up
 */
record Levels(int width, List<Integer> multipliers, List<Block> down, List<Block> up) {
    private static final String CHANNELS = "block_out_channels";
    private static final String DOWN = "down_block_types";
    private static final String UP = "up_block_types";
    private static final int MOST = 16;

    /** What a level is made of. */
    enum Block {
        PLAIN,
        /** With attention behind each residual block. */
        ATTENDING,
        /** It is halved or doubled by a residual block. */
        RESAMPLING
    }

    /** Reads the levels, whose types must be among those known, and alike on both ways. */
    static Levels read(Params params, Map<String, Block> down, Map<String, Block> up) {
        List<Integer> channels = params.integers(CHANNELS);
        if (channels.isEmpty() || channels.size() > MOST || Collections.min(channels) < 1) {
            throw new ModelException(params.path(CHANNELS) + " is " + channels + ", expected 1 to " + MOST
                    + " numbers above 0, one for each level");
        }
        int width = channels.get(0);
        if (channels.stream().anyMatch(each -> each % width != 0)) {
            throw new ModelException(params.path(CHANNELS) + " is " + channels + ", expected multiples of " + width
                    + ", the first (others are not built here)");
        }
        List<Block> ups = new ArrayList<>(blocks(params, UP, up, channels.size()));
        Collections.reverse(ups);
        Levels levels = new Levels(
                width,
                channels.stream().map(each -> each / width).toList(),
                blocks(params, DOWN, down, channels.size()),
                List.copyOf(ups));
        levels.check(params);
        return levels;
    }

    private static List<Block> blocks(Params params, String key, Map<String, Block> known, int count) {
        List<String> types = params.texts(key);
        for (String type : types) {
            if (!known.containsKey(type)) {
                throw new ModelException(params.path(key) + " has " + type + ", which is not known here. Expected "
                        + String.join(", ", known.keySet().stream().sorted().toList()));
            }
        }
        if (types.size() != count) {
            throw new ModelException(params.path(key) + " has " + types.size() + " types, expected " + count
                    + ", as many as " + CHANNELS);
        }
        return types.stream().map(known::get).toList();
    }

    private void check(Params params) {
        for (int level = 0; level < down.size(); level++) {
            if ((down.get(level) == Block.ATTENDING) != (up.get(level) == Block.ATTENDING)) {
                throw new ModelException(params.path(UP) + " has attention on other levels than " + DOWN
                        + ", expected the same levels in the opposite order (others are not built here)");
            }
        }
    }

    int count() {
        return multipliers.size();
    }

    /** The levels that have attention. */
    Set<Integer> attending() {
        return IntStream.range(0, count())
                .filter(level -> down.get(level) == Block.ATTENDING)
                .boxed()
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The nearest side not below {@code side} that each level but the last can halve. */
    int side(int side) {
        int factor = 1 << (count() - 1);
        return Math.max(1, (side + factor - 1) / factor) * factor;
    }
}
