package io.sfumato.cli;

import io.sfumato.model.ClassList;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.Model;
import java.nio.file.Path;

/** What a model is told, and the verb that tells it. */
enum Hearing {
    /** A prompt. */
    WORDS("reads words", "txt2img"),
    /** A class. */
    CLASSES("hears classes", "class2img"),
    /** Nothing. */
    NOTHING("is told nothing", "unconditional"),
    /** A picture besides words or a class. */
    TWO("hears two things at once", "sample"),
    /** Pictures, maps, boxes or vectors. */
    OTHER("hears neither words nor classes", "sample");

    private final String does;
    private final String verb;

    Hearing(String does, String verb) {
        this.does = does;
        this.verb = verb;
    }

    static Hearing of(Model model) {
        ConditionerSpec conditioner = model.description().conditioner();
        if (conditioner instanceof ConditionerSpec.Unconditional) {
            return NOTHING;
        } else if (conditioner instanceof ConditionerSpec.Both) {
            return TWO;
        } else if (ClassList.of(model.description()).isPresent()) {
            return CLASSES;
        }
        return conditioner.readsWords() ? WORDS : OTHER;
    }

    /** Throws where a model is not told this. */
    void expect(Model model, Path path) {
        Hearing heard = of(model);
        if (heard != this) {
            throw new UsageException(path + " is a model that " + heard.does + ", expected one that " + does
                    + ". Make pictures with it by: sfumato " + heard.verb);
        }
    }

    /** The complaint that a model cannot do without. */
    UsageException missing(Path path) {
        return new UsageException(path + " is a model that " + does + ", and has not learned to do without."
                + " Make pictures with it by: sfumato " + verb);
    }
}
