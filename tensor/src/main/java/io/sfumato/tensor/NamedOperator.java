package io.sfumato.tensor;

import java.util.Optional;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;

/** An operator of libtorch that the presets have no method for: it is found and called by its name. */
final class NamedOperator {
    private final OperatorHandle handle;

    private NamedOperator(OperatorHandle handle) {
        this.handle = handle;
        handle.retainReference(); // it stays, whatever region is open
    }

    /** Empty where this build of libtorch has none of that name. */
    static Optional<NamedOperator> find(String name) {
        try (Region region = Region.open()) {
            return Optional.of(new NamedOperator(Dispatcher.singleton().findSchemaOrThrow(name, "")));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Calls it, if its result is a tensor. */
    Tensor call(IValue... arguments) {
        IValueVector stack = new IValueVector(arguments);
        handle.callBoxed(stack);
        // the stack dies with its region: its tensor is held on its own
        return Tensor.wrap(new org.bytedeco.pytorch.Tensor(stack.get(0).toTensor()));
    }
}
