package io.sfumato.model;

import io.sfumato.diffusion.Preconditioning;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.unet.UNetSpec;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * All parts of a model, as {@code model.json} holds them.
 *
 * @param version of the format; this program reads version 2
 * @param provenance what made it: data, seed, images seen
 */
public record ModelDescription(
        int version,
        String name,
        FirstStageSpec firstStage,
        LatentScaling scaling,
        ConditionerSpec conditioner,
        UNetSpec unet,
        Preconditioning preconditioning,
        GenerationDefaults defaults,
        Map<String, String> provenance) {

    /** The version that this program writes and reads. */
    public static final int VERSION = 2;

    public ModelDescription {
        provenance = Collections.unmodifiableMap(new TreeMap<>(provenance));
        if (version != VERSION) {
            throw new IllegalArgumentException("format version is " + version + ", expected " + VERSION
                    + ". Was it made by another version of this program? Convert or train it again with this one");
        }
    }

    /** The same under another name, and best asked otherwise. */
    public ModelDescription renamed(String other, GenerationDefaults asked) {
        return new ModelDescription(
                version, other, firstStage, scaling, conditioner, unet, preconditioning, asked, provenance);
    }

    /** The same with one more note on what made it. */
    public ModelDescription with(String note, String value) {
        Map<String, String> notes = new TreeMap<>(provenance);
        notes.put(note, value);
        return new ModelDescription(
                version, name, firstStage, scaling, conditioner, unet, preconditioning, defaults, notes);
    }
}
