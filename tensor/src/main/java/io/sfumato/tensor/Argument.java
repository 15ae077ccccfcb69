package io.sfumato.tensor;

import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IntType;
import org.bytedeco.pytorch.NumberType;
import org.bytedeco.pytorch.OptionalType;
import org.bytedeco.pytorch.Type;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of {@linkplain NamedOperator operators that are called by name}. Each costs about as much as a product of small matrices: those
 * that are the same at every call are {@linkplain #kept made once}.
 */
final class Argument {
    /** No function is applied to a result, and so has no numbers and no name. */
    static final IValue NO_FUNCTION = kept(new IValue("none"));

    static final IValue GELU = kept(new IValue("gelu"));

    /** Of the variants of GELU that by the error function. */
    static final IValue EXACTLY = kept(new IValue("none"));

    static final IValue MULTIPLIED = kept(new IValue("mul"));
    static final IValue ADDED = kept(new IValue("add"));

    static final IValue NO_NUMBERS = kept(noNumbers());
    static final IValue NO_NAME = kept(new IValue(""));
    static final IValue NOTHING = kept(new IValue());
    static final IValue ZERO = kept(new IValue(0L));
    static final IValue ONE = kept(new IValue(1L));
    static final IValue ONE_POINT = kept(new IValue(1.0));
    static final IValue ONE_TWICE = twice(1);

    private Argument() {}

    /** For many calls: it lives as long as Java knows it, whatever region is open. */
    static IValue kept(IValue value) {
        value.retainReference();
        return value;
    }

    /** Frees what was kept. */
    static void free(IValue... values) {
        for (IValue value : values) {
            value.releaseReference();
        }
    }

    /** For one call. */
    static IValue of(@Nullable Tensor tensor) {
        return tensor == null ? new IValue() : new IValue(tensor.handle());
    }

    /** For rows and for columns, kept. */
    static IValue twice(long value) {
        return kept(list(value, value));
    }

    /** A list of whole numbers, for one call. */
    static IValue list(long... values) {
        GenericList list =
                new GenericList(new Type.TypePtr(IntType.getIntTypePtr().get()));
        for (long value : values) {
            list.push_back(new IValue(value));
        }
        return new IValue(list);
    }

    private static IValue noNumbers() {
        return new IValue(new GenericList(new Type.TypePtr(OptionalType.create(
                new Type.TypePtr(NumberType.getNumberIntTypePtr().get())))));
    }
}
