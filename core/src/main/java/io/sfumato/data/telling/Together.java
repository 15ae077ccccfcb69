package io.sfumato.data.telling;

import io.sfumato.data.Framed;
import io.sfumato.data.Known;
import io.sfumato.data.Telling;
import java.util.random.RandomGenerator;

/**
 * Two things at once.
 *
 * @param beside what stands beside the latents
 * @param inside what is heard inside the network
 */
public record Together(Telling beside, Telling inside) implements Telling {
    @Override
    public Known of(Framed framed, Known whole, RandomGenerator random) {
        return new Known.Two(beside.of(framed, whole, random), inside.of(framed, whole, random));
    }
}
