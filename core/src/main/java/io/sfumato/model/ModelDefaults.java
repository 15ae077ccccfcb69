package io.sfumato.model;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@code model.json} need not say, as those of earlier versions do not, and what then holds. */
final class ModelDefaults extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    /** By the component of {@link ModelDescription}. */
    private static final Map<String, Object> DEFAULTS = Map.of("classes", List.of(), "absence", Optional.empty());

    /** The same, as Jackson takes them. */
    static final InjectableValues VALUES = new InjectableValues.Std(DEFAULTS);

    @Override
    public JacksonInject.@Nullable Value findInjectableValue(AnnotatedMember member) {
        if (member.getDeclaringClass() != ModelDescription.class || !(member instanceof AnnotatedParameter parameter)) {
            return null;
        }
        String component = ModelDescription.class.getRecordComponents()[parameter.getIndex()].getName();
        return DEFAULTS.containsKey(component) ? JacksonInject.Value.forId(component) : null;
    }
}
