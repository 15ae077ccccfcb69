package io.sfumato.model;

import io.sfumato.condition.ClassLabel;
import io.sfumato.condition.Cue;
import io.sfumato.pipeline.RequestException;
import io.sfumato.pipeline.Wish;
import java.util.List;
import java.util.Optional;

/** What a model that hears classes is asked. */
public record ClassWishes(ModelDescription model) {

    /**
     * A wish for each label. Throws {@link RequestException} where guidance has nothing to steer away from.
     *
     * @param unwanted what it steers away from; where empty, from any class, if the model has learned what that is
     * @param guidance its scale; 1 is none
     */
    public List<Wish> of(List<ClassLabel> wanted, Optional<ClassLabel> unwanted, double guidance) {
        Optional<Cue> away = unwanted.<Cue>map(label -> label).or(model::absent);
        if (away.isEmpty() && guidance != 1) {
            throw new RequestException("guidance is " + guidance + ", expected 1 for none: " + model.name()
                    + " was trained without condition_dropout, so that it does not know what any class looks like, which"
                    + " guidance compares with");
        }
        return wanted.stream().map(label -> new Wish(label, away.orElse(label))).toList();
    }
}
