package io.sfumato.unet;

import io.sfumato.nn.Module;
import io.sfumato.tensor.Features;
import java.util.HashMap;
import java.util.Map;

/** At which level of a U-Net its layers compute: 0 is that of the latents, and each further one has half the sides of the one before. */
final class Scales {
    private final Map<Module, Integer> levels = new HashMap<>();

    /** Places a module, with all that are in it, but those that have their place already. */
    void place(Module module, int level) {
        levels.putIfAbsent(module, level);
        module.modules().values().forEach(part -> levels.putIfAbsent(part, level));
    }

    /** What a layer will be given, where the U-Net is given {@code latents}; one without a place hears of all of them. */
    Features of(Module layer, Features latents) {
        int level = levels.getOrDefault(layer, 0);
        return new Features(latents.dtype(), latents.pixels() >> (2 * level));
    }
}
