package io.sfumato.data.telling;

import io.sfumato.data.Framed;
import io.sfumato.data.Known;
import io.sfumato.data.Planes;
import io.sfumato.data.Telling;
import io.sfumato.image.Resampling;
import java.util.random.RandomGenerator;

/**
 * The square made small, by bicubic interpolation with anti-aliasing (Rombach et al. 2021, sec. 4.4).
 *
 * @param factor by which its sides shrink
 */
public record Shrunk(int factor) implements Telling {
    @Override
    public Known of(Framed framed, Known whole, RandomGenerator random) {
        int side = framed.planes().side() / factor;
        return new Known.Small(Planes.of(framed.planes().picture().resized(side, side, Resampling.BICUBIC)));
    }
}
