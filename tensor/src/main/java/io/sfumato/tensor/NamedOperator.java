package io.sfumato.tensor;

import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.jspecify.annotations.Nullable;

/** An operator of libtorch that the presets have no method for: it is found and called by its name. */
final class NamedOperator {
    private final String name;
    private final @Nullable OperatorHandle handle;

    NamedOperator(String name) {
        this(name, "");
    }

    /** One of several of a name. */
    NamedOperator(String name, String overload) {
        this.name = overload.isEmpty() ? name : name + "." + overload;
        this.handle = find(name, overload);
    }

    private static @Nullable OperatorHandle find(String name, String overload) {
        try (Region region = Region.open()) {
            OperatorHandle found = Dispatcher.singleton().findSchemaOrThrow(name, overload);
            found.retainReference(); // it stays, whatever region is open
            return found;
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Whether this build of libtorch has it. */
    boolean isThere() {
        return handle != null;
    }

    /** Calls it, if its result is a tensor. */
    Tensor call(IValue... arguments) {
        if (handle == null) {
            throw new TensorException("this build of libtorch has no " + name);
        }
        IValueVector stack = new IValueVector(arguments);
        handle.callBoxed(stack);
        // the stack dies with its region: its tensor is held on its own
        return Tensor.wrap(new org.bytedeco.pytorch.Tensor(stack.get(0).toTensor()));
    }
}
