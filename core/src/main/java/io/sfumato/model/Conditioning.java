package io.sfumato.model;

import io.sfumato.condition.Conditioner;
import io.sfumato.nn.Module;

/**
 * A conditioner and its network.
 *
 * @param prefix what the network's parameters begin with in files
 * @param network without parameters where none are needed
 */
public record Conditioning(String prefix, Module network, Conditioner conditioner) {

    static <M extends Module & Conditioner> Conditioning of(String prefix, M network) {
        return new Conditioning(prefix, network, network);
    }

    static Conditioning withoutNetwork(Conditioner conditioner) {
        return new Conditioning("", new NoParameters(), conditioner);
    }

    private static final class NoParameters extends Module {}
}
