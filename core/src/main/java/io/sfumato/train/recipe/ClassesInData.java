package io.sfumato.train.recipe;

import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Known;
import io.sfumato.data.Parts;
import io.sfumato.model.ClassList;
import io.sfumato.model.ConditionerSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The classes of a recipe's data, which its conditioner must be able to tell apart.
 *
 * @param given names in the recipe; empty where it leaves them to the data
 * @param key where a recipe has them
 */
record ClassesInData(Parts parts, List<String> given, String key) {
    /** Their names; empty where they have none. Throws {@link DataException} where classes, names and conditioner do not fit. */
    List<String> checked(Optional<ConditionerSpec> conditioner, double dropout) {
        List<String> names = names();
        if (!names.isEmpty()) {
            check(names.size(), "the data have " + names.size() + " names for classes");
        }
        OptionalInt heard = conditioner.map(ClassList::heardBy).orElseGet(OptionalInt::empty);
        if (heard.isPresent()) {
            checkHeard(names, heard.getAsInt(), dropout);
        }
        return names;
    }

    private List<String> names() {
        List<String> known = parts.train().classes();
        if (given.isEmpty()) {
            checkNames(known);
            return known;
        }
        if (!known.isEmpty() && known.size() != given.size()) {
            throw new DataException(key + " has " + given.size() + " names, expected " + known.size()
                    + ", as many as the data have classes: " + String.join(", ", known));
        }
        return given;
    }

    private void checkNames(List<String> names) {
        try {
            ClassList.checkNames(names);
        } catch (IllegalArgumentException e) {
            throw new DataException("the data's " + e.getMessage() + "; " + key + " may give others", e);
        }
    }

    /** Where conditions are dropped, the last class of the conditioner stands for any. */
    private void checkHeard(List<String> names, int heard, double dropout) {
        int own = dropout > 0 ? heard - 1 : heard;
        String who = "the recipe's conditioner has " + heard + " classes"
                + (dropout > 0 ? ", of which the last stands for any: condition_dropout is " + dropout : "");
        if (names.size() > own) {
            throw new DataException("the data have " + names.size() + " classes, expected " + own + " at most: " + who);
        }
        check(own, who);
    }

    private void check(int count, String who) {
        check(parts.train(), count, who);
        parts.heldOut().ifPresent(held -> check(held, count, who));
    }

    private static void check(DataSet data, int count, String who) {
        for (int i = 0; i < data.count(); i++) {
            int index = ((Known.ClassOf) data.known(i)).index();
            if (index >= count) {
                throw new DataException(
                        data.name(i) + " is of class " + index + ", expected 0 to " + (count - 1) + ": " + who);
            }
        }
    }
}
