package io.sfumato.tensor;

import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.IntType;
import org.bytedeco.pytorch.NumberType;
import org.bytedeco.pytorch.OptionalType;
import org.bytedeco.pytorch.Type;
import org.jspecify.annotations.Nullable;

/** Operators of libtorch that the presets have no method for: they are called by their names. */
final class NamedOperators {
    private NamedOperators() {}

    /** Whether this build of libtorch has one. */
    static boolean has(String name) {
        try (Region region = Region.open()) {
            Dispatcher.singleton().findSchemaOrThrow(name, "");
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Calls one that has a tensor for its result. */
    static Tensor call(String name, IValue... arguments) {
        IValueVector stack = new IValueVector(arguments);
        Dispatcher.singleton().findSchemaOrThrow(name, "").callBoxed(stack);
        // the stack dies with its region: its tensor is held on its own
        return Tensor.wrap(new org.bytedeco.pytorch.Tensor(stack.get(0).toTensor()));
    }

    static IValue tensor(@Nullable Tensor tensor) {
        return tensor == null ? new IValue() : new IValue(tensor.handle());
    }

    /** A list of whole numbers. */
    static IValue numbers(long... values) {
        GenericList list =
                new GenericList(new Type.TypePtr(IntType.getIntTypePtr().get()));
        for (long value : values) {
            list.push_back(new IValue(value));
        }
        return new IValue(list);
    }

    /** A list of numbers any of which may be absent, without any. */
    static IValue noScalars() {
        return new IValue(new GenericList(new Type.TypePtr(OptionalType.create(
                new Type.TypePtr(NumberType.getNumberIntTypePtr().get())))));
    }
}
