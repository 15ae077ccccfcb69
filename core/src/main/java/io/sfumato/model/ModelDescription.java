package io.sfumato.model;

import io.sfumato.condition.Cue;
import io.sfumato.diffusion.Preconditioning;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.tensor.Shape;
import io.sfumato.unet.UNetSpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * All parts of a model, as {@code model.json} holds them.
 *
 * @param version of the format; this program reads version 2
 * @param classes names of the classes that it hears, at the place of their index; empty where nobody has said them. A file need
 *     not have them
 * @param absence whether it has learned to do without a condition; empty where nobody has said it. A file need not have it
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
        List<String> classes,
        Optional<Absence> absence,
        Map<String, String> provenance) {

    /** The version that this program writes and reads. */
    public static final int VERSION = 2;

    /** What training made of the cue that stands for no condition. */
    public enum Absence {
        /** It was heard in training, in place of some conditions. */
        LEARNED,
        /** It was never heard: guidance would steer away from noise. */
        UNLEARNED
    }

    public ModelDescription {
        classes = List.copyOf(classes);
        provenance = Collections.unmodifiableMap(new TreeMap<>(provenance));
        if (version != VERSION) {
            throw new IllegalArgumentException("format version is " + version + ", expected " + VERSION
                    + ". Was it made by another version of this program? Convert or train it again with this one");
        }
        ClassList.checkNames(classes);
        OptionalInt heard = ClassList.heardBy(conditioner);
        if (classes.size() > heard.orElse(0)) {
            throw new IllegalArgumentException("classes has " + classes.size() + " names, expected " + heard.orElse(0)
                    + " at most, as many as the conditioner hears");
        }
    }

    /** Of a model of which no more than its parts is known. */
    public ModelDescription(
            int version,
            String name,
            FirstStageSpec firstStage,
            LatentScaling scaling,
            ConditionerSpec conditioner,
            UNetSpec unet,
            Preconditioning preconditioning,
            GenerationDefaults defaults,
            Map<String, String> provenance) {
        this(
                version,
                name,
                firstStage,
                scaling,
                conditioner,
                unet,
                preconditioning,
                defaults,
                List.of(),
                Optional.empty(),
                provenance);
    }

    /** What stands for no condition; empty where nothing does, or where training never showed it. */
    public Optional<Cue> absent() {
        return isAbsenceUnheard() ? Optional.empty() : conditioner.absent();
    }

    /** What guidance steers away from where {@code wanted} is wanted; empty where there is nothing, or training never showed it. */
    public Optional<Cue> without(Cue wanted) {
        return isAbsenceUnheard() ? Optional.empty() : conditioner.without(wanted);
    }

    private boolean isAbsenceUnheard() {
        return absence.equals(Optional.of(Absence.UNLEARNED));
    }

    /** Latents of the size that it is made for, [N, C, h, w]. */
    public Shape latents(int pictures) {
        int factor = firstStage.sizes().factor();
        return Shape.of(
                pictures, firstStage.sizes().embeddedChannels(), defaults.height() / factor, defaults.width() / factor);
    }

    /** The same parts after they have learned more: under another name, best asked otherwise, and what they have heard. */
    public ModelDescription tuned(
            String other, GenerationDefaults asked, List<String> heard, Optional<Absence> without) {
        return new ModelDescription(
                version,
                other,
                firstStage,
                scaling,
                conditioner,
                unet,
                preconditioning,
                asked,
                heard,
                without,
                provenance);
    }

    /** The same with one more note on what made it. */
    public ModelDescription with(String note, String value) {
        Map<String, String> notes = new TreeMap<>(provenance);
        notes.put(note, value);
        return new ModelDescription(
                version,
                name,
                firstStage,
                scaling,
                conditioner,
                unet,
                preconditioning,
                defaults,
                classes,
                absence,
                notes);
    }
}
