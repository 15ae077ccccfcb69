package io.sfumato.reference;

import io.sfumato.model.ModelException;
import java.util.List;
import java.util.Set;

/**
 * A class of the reference with its parameters, as configurations name them: {@code target} and {@code params}.
 *
 * @param name the full name of the class
 */
public record Target(String where, String name, Params params) {

    /** Reads the target under a key of {@code parent}; it must be one of {@code known}. */
    public static Target of(Params parent, String key, Set<String> known) {
        Target target = any(parent, key);
        if (!known.contains(target.name)) {
            List<String> names = known.stream().sorted().toList();
            throw new ModelException(target.where + ".target is " + target.name
                    + ", which is not known here. Expected one of " + String.join(", ", names));
        }
        return target;
    }

    /** Reads the target under a key of {@code parent}, whichever class it is. */
    public static Target any(Params parent, String key) {
        Params mapping = parent.mapping(key);
        Target target = new Target(parent.path(key), mapping.text("target"), mapping.mappingOrNone("params"));
        mapping.ignore("base_learning_rate");
        mapping.done();
        return target;
    }
}
