package io.sfumato.model;

import io.sfumato.condition.Conditioner;
import io.sfumato.condition.HybridConditioner;
import io.sfumato.nn.Module;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A conditioner and its network.
 *
 * @param prefix what the network's parameters begin with in files
 * @param network without parameters where none are needed
 * @param parts where it is made of two: what stands beside the latents, and what is heard inside the network
 */
public record Conditioning(String prefix, Module network, Conditioner conditioner, List<Conditioning> parts) {

    static Conditioning of(String prefix, Module network, Conditioner conditioner) {
        return new Conditioning(prefix, network, conditioner, List.of());
    }

    static <M extends Module & Conditioner> Conditioning of(String prefix, M network) {
        return of(prefix, network, network);
    }

    static Conditioning withoutNetwork(Conditioner conditioner) {
        return of("", new NoParameters(), conditioner);
    }

    /** Two at once; their parameters are named in files as those of each alone. */
    static Conditioning both(Conditioning beside, Conditioning inside) {
        List<Conditioning> parts = List.of(beside, inside);
        return new Conditioning(
                "", new Joined(parts), new HybridConditioner(beside.conditioner(), inside.conditioner()), parts);
    }

    /** What is heard inside the network: the part of it, where there are two; else this. */
    public Conditioning inside() {
        return parts.isEmpty() ? this : parts.get(parts.size() - 1);
    }

    /** The same networks; what is heard inside the network is heard by way of another conditioner. */
    public Conditioning hearing(UnaryOperator<Conditioner> way) {
        if (parts.isEmpty()) {
            return new Conditioning(prefix, network, way.apply(conditioner), parts);
        }
        Conditioner beside = parts.get(0).conditioner();
        return new Conditioning(
                prefix, network, new HybridConditioner(beside, way.apply(inside().conditioner())), parts);
    }

    private static final class NoParameters extends Module {}

    private static final class Joined extends Module {
        Joined(List<Conditioning> parts) {
            for (Conditioning part : parts) {
                if (!part.prefix().isEmpty()) {
                    child(part.prefix().substring(0, part.prefix().length() - 1), part.network());
                }
            }
        }
    }
}
