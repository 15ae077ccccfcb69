package io.sfumato.train.recipe;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.sfumato.diffusion.Noising;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a recipe may leave out, and what is meant then. Everything else has to be said. */
final class RecipeDefaults extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    /** By the part of the recipe, and within it. */
    private static final Map<String, Object> DEFAULTS = Map.of(
            "DiffusionRecipe.noising",
            Noising.PLAIN,
            "DiffusionRecipe.boundWeight",
            0.0,
            "DiffusionRecipe.logVariance",
            new DiffusionRecipe.Fixed());

    /** The same, as Jackson takes them. */
    static final InjectableValues VALUES = new InjectableValues.Std(DEFAULTS);

    @Override
    public JacksonInject.@Nullable Value findInjectableValue(AnnotatedMember member) {
        if (member instanceof AnnotatedParameter parameter && parameter.getDeclaringClass() == DiffusionRecipe.class) {
            Class<?> part = parameter.getDeclaringClass();
            String key = part.getSimpleName() + "." + part.getRecordComponents()[parameter.getIndex()].getName();
            if (DEFAULTS.containsKey(key)) {
                return JacksonInject.Value.forId(key);
            }
        }
        return super.findInjectableValue(member);
    }
}
