package io.sfumato.data.telling;

import io.sfumato.data.Framed;
import io.sfumato.data.Known;
import io.sfumato.data.Planes;
import io.sfumato.data.Telling;
import io.sfumato.data.degradation.Degradation;
import java.util.random.RandomGenerator;

/**
 * The square made small (Rombach et al. 2021, sec. 4.4 and D.6.1).
 *
 * @param factor by which its sides shrink
 * @param degradation how
 */
public record Shrunk(int factor, Degradation degradation) implements Telling {
    @Override
    public Known of(Framed framed, Known whole, RandomGenerator random) {
        return new Known.Small(Planes.of(degradation.small(framed.planes().picture(), factor, random)));
    }
}
