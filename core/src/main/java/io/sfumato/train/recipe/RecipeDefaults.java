package io.sfumato.train.recipe;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import io.sfumato.adversarial.AdversarialLoss;
import io.sfumato.data.Cut;
import io.sfumato.data.Framing;
import io.sfumato.image.Resampling;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a recipe need not say, and what then holds. */
final class RecipeDefaults extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    /** By the name of the component. */
    private static final Map<String, Object> DATA = Map.of(
            "heldOut",
            0.02,
            "pictures",
            "images",
            "maps",
            "labels",
            "shift",
            0,
            "least",
            1,
            "most",
            30,
            "leastArea",
            0.0);

    private static final Map<String, Object> FRAMING =
            Map.of("flip", 0.0, "resampling", Resampling.BICUBIC, "shortestSide", OptionalInt.empty());

    private static final Map<String, Object> JUDGES =
            Map.of("recogniser", Optional.empty(), "loss", AdversarialLoss.HINGE);

    /** The values, for the mapper that has this introspector. */
    static InjectableValues values() {
        InjectableValues.Std values = new InjectableValues.Std();
        DATA.forEach(values::addValue);
        FRAMING.forEach(values::addValue);
        JUDGES.forEach(values::addValue);
        return values;
    }

    @Override
    public JacksonInject.@Nullable Value findInjectableValue(AnnotatedMember member) {
        Map<String, Object> defaults = defaults(member.getDeclaringClass());
        if (defaults.isEmpty() || !(member instanceof AnnotatedParameter parameter)) {
            return null;
        }
        String name = member.getDeclaringClass()
                .getRecordComponents()[parameter.getIndex()]
                .getName();
        return defaults.containsKey(name) ? JacksonInject.Value.forId(name) : null;
    }

    private static Map<String, Object> defaults(Class<?> type) {
        if (DataRecipe.class.isAssignableFrom(type)) {
            return DATA;
        }
        if (type == Reconstruction.Adversarial.class || type == Reconstruction.Discriminator.class) {
            return JUDGES;
        }
        return type == Framing.class || Cut.class.isAssignableFrom(type) ? FRAMING : Map.of();
    }
}
