package io.sfumato.lora;

import java.util.List;
import java.util.Optional;

/**
 * The key of a tensor in a file.
 *
 * @param layer what the file calls the layer
 */
record LoraKey(String layer, Role role) {
    /** What follows the name of a layer before its alpha. */
    static final String ALPHA = ".alpha";

    /** What a tensor of an update is. */
    enum Role {
        DOWN,
        UP,
        ALPHA
    }

    /** An ending of keys; longer ones stand before those that they end in. */
    private record Ending(String text, Role role) {}

    private static final List<Ending> ENDINGS = List.of(
            new Ending(".lora_down.weight", Role.DOWN),
            new Ending(".lora_up.weight", Role.UP),
            new Ending(".lora_A.weight", Role.DOWN),
            new Ending(".lora_B.weight", Role.UP),
            new Ending(".lora_A.default.weight", Role.DOWN),
            new Ending(".lora_B.default.weight", Role.UP),
            new Ending(".lora_linear_layer.down.weight", Role.DOWN),
            new Ending(".lora_linear_layer.up.weight", Role.UP),
            new Ending(".lora.down.weight", Role.DOWN),
            new Ending(".lora.up.weight", Role.UP),
            new Ending("_lora.down.weight", Role.DOWN),
            new Ending("_lora.up.weight", Role.UP),
            new Ending(ALPHA, Role.ALPHA));

    /** Reads a key, where it is one of an update. */
    static Optional<LoraKey> of(String key) {
        return ENDINGS.stream()
                .filter(ending -> key.endsWith(ending.text()))
                .findFirst()
                .map(ending -> new LoraKey(layer(key, ending.text()), ending.role()));
    }

    /** Older files of diffusers write {@code to_q_lora} for the layer. */
    private static String layer(String key, String ending) {
        int kept = ending.startsWith("_lora") ? "_lora".length() : 0;
        return key.substring(0, key.length() - ending.length() + kept);
    }
}
