package io.sfumato.lora;

import io.sfumato.condition.clip.ClipTextTransformer;
import io.sfumato.condition.text.TextEncoder;
import io.sfumato.diffusers.DiffusersKeys;
import io.sfumato.diffusers.KeyMap;
import io.sfumato.model.Conditioning;
import io.sfumato.model.ModelParts;
import io.sfumato.nn.Module;
import io.sfumato.nn.WeightedLayer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All layers of a model that can be adapted, found by any name that files give them. */
final class Sites {
    private static final String WEIGHT = ".weight";

    private final List<Site> all = new ArrayList<>();
    private final Map<String, Site> bySpelling = new HashMap<>();

    private Sites() {}

    static Sites of(ModelParts parts) {
        Sites sites = new Sites();
        sites.add(
                LoraPart.UNET,
                ModelParts.UNET,
                parts.unet(),
                DiffusersKeys.unet(parts.unet().spec()));
        Conditioning inside = parts.conditioning().inside();
        keys(inside.network()).ifPresent(keys -> sites.add(LoraPart.TEXT, inside.prefix(), inside.network(), keys));
        return sites;
    }

    private static Optional<KeyMap> keys(Module text) {
        if (text instanceof TextEncoder bert) {
            return Optional.of(DiffusersKeys.bert(bert.spec().transformer()));
        }
        return text instanceof ClipTextTransformer ? Optional.of(DiffusersKeys.clip()) : Optional.empty();
    }

    private void add(LoraPart part, String prefix, Module network, KeyMap keys) {
        network.modules().forEach((name, module) -> {
            List<String> theirs = keys.theirs(name + WEIGHT);
            if (module instanceof WeightedLayer layer && theirs.size() == 1) {
                String their = theirs.get(0).substring(0, theirs.get(0).length() - WEIGHT.length());
                add(new Site(part, prefix, name, their, layer));
            }
        });
    }

    private void add(Site site) {
        all.add(site);
        for (String spelling : site.spellings()) {
            if (bySpelling.put(spelling, site) != null) {
                throw new IllegalStateException("two layers are named '" + spelling + "' in files");
            }
        }
    }

    /** Those that a choice of layers of one network reaches, in the network's order. */
    List<Site> reached(LoraPart part, Reach reach) {
        return all.stream()
                .filter(site -> site.part() == part && reach.reaches(site))
                .toList();
    }

    /** The layer of a name in a file. */
    Optional<Site> find(String spelling) {
        return Optional.ofNullable(bySpelling.get(spelling));
    }
}
