package io.sfumato.diffusers;

import io.sfumato.model.ModelException;
import io.sfumato.reference.Params;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * A part of a model: a folder of its own.
 *
 * @param type the class that the index names
 */
record Component(Path folder, String type) {
    static final String CONFIG = "config.json";

    /** Refuses classes other than these. */
    Component expect(Collection<String> known) {
        if (!known.contains(type)) {
            List<String> names = known.stream().sorted().toList();
            throw new ModelException(folder + " is a " + type + ", which is not known here. Expected one of "
                    + String.join(", ", names));
        }
        return this;
    }

    /** The part's own configuration, which must be of the same class where it names one. */
    Params config() {
        return config(CONFIG);
    }

    Params config(String file) {
        Params params = ConfigFile.read(folder.resolve(file));
        params.ignore("_diffusers_version", "_name_or_path");
        String own = params.text("_class_name", type);
        if (!own.equals(type)) {
            throw new ModelException(params.path("_class_name") + " is " + own + ", expected " + type
                    + ", as the index of the model says. Is it that of another model?");
        }
        return params;
    }
}
