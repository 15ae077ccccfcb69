package io.sfumato.tensor;

import io.sfumato.tensor.pickle.ElementType;
import io.sfumato.tensor.pickle.PickleValue;
import io.sfumato.tensor.pickle.PickleValue.Real;
import io.sfumato.tensor.pickle.PickleValue.Storage;
import io.sfumato.tensor.pickle.PickleValue.Table;
import io.sfumato.tensor.pickle.PickleValue.Text;
import io.sfumato.tensor.pickle.PickleValue.Truth;
import io.sfumato.tensor.pickle.PickleValue.View;
import io.sfumato.tensor.pickle.PickleValue.Whole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The tensors that a checkpoint is about, among everything that its pickle holds.
 *
 * @param weights the dict of tensors
 * @param top the outermost dict, whose plain values are notes; often {@code weights} itself
 */
record StateDict(Table weights, Table top) {
    /** Where tools put the weights: Lightning and many scripts, then PyTorch's tutorial, research code, DeepSpeed. */
    private static final List<String> PLACES = List.of("state_dict", "model_state_dict", "model", "module");

    /** Elements that a tensor may have beyond those of its storage, repeating them. */
    private static final long MOST_REPEATED = 1 << 24;

    static StateDict find(PickleValue value) {
        if (!(value instanceof Table top)) {
            throw new FormatException("the checkpoint is " + value.kind()
                    + ", expected a dict of tensors by name. Save the state_dict of the model");
        }
        for (String place : PLACES) {
            if (top.entries().get(place) instanceof Table weights && hasTensors(weights)) {
                return new StateDict(weights, top);
            }
        }
        if (!hasTensors(top)) {
            List<String> keys =
                    top.entries().keySet().stream().limit(5).map(Excerpt::of).toList();
            throw new FormatException("the checkpoint has no tensors: it is a dict of " + Excerpt.of(keys.toString())
                    + ", expected tensors by name, or a dict of them under one of " + PLACES);
        }
        return new StateDict(top, top);
    }

    private static boolean hasTensors(Table table) {
        return table.entries().values().stream().anyMatch(View.class::isInstance);
    }

    /** The element type as it is called here. */
    static DType dtype(ElementType type) {
        return switch (type) {
            case FLOAT -> DType.FLOAT32;
            case DOUBLE -> DType.FLOAT64;
            case HALF -> DType.FLOAT16;
            case BFLOAT16 -> DType.BFLOAT16;
            case LONG -> DType.INT64;
            case INT -> DType.INT32;
            case SHORT -> DType.INT16;
            case CHAR -> DType.INT8;
            case BYTE -> DType.UINT8;
            case BOOL -> DType.BOOL;
        };
    }

    /** The tensors, each checked against the place in the file that {@code extents} knows for its storage. */
    Contents contents(Function<Storage, Optional<Extent>> extents) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        weights.entries().forEach((name, value) -> {
            if (value instanceof View view) {
                try {
                    Extent extent = checked(view.storage(), extents.apply(view.storage()));
                    tensors.put(name, placed(view, extent));
                } catch (FormatException e) {
                    throw new FormatException("tensor '" + Excerpt.of(name) + "' " + e.getMessage(), e);
                }
            }
        });
        return new Contents(tensors, notes());
    }

    private static Extent checked(Storage storage, Optional<Extent> found) {
        String where = "is in storage '" + Excerpt.of(storage.key()) + "', ";
        Extent extent = found.orElseThrow(
                () -> new FormatException(where + "which the file does not have. Was it packed by hand?"));
        int width = dtype(storage.type()).bytes();
        if (extent.bytes() % width != 0 || extent.bytes() / width != storage.elements()) {
            throw new FormatException(where + "which is described as " + storage.elements() + " elements of " + width
                    + " bytes and has " + extent.bytes() + " bytes. Was the file cut short?");
        }
        return extent;
    }

    private static StoredTensor placed(View view, Extent extent) {
        if (view.sizes().size() != view.strides().size()
                || view.offset() < 0
                || view.sizes().stream().anyMatch(size -> size < 0)
                || view.strides().stream().anyMatch(stride -> stride < 0)) {
            throw new FormatException(described(view) + ", which makes no tensor");
        }
        DType dtype = dtype(view.storage().type());
        Shape shape = new Shape(view.sizes());
        try {
            long elements = view.storage().elements();
            long begin = Math.multiplyExact(view.offset(), dtype.bytes());
            StoredTensor tensor =
                    new StoredTensor(dtype, shape, view.strides(), Math.addExact(extent.position(), begin));
            if (tensor.span() > elements - view.offset()) {
                throw new FormatException(described(view) + ", but its storage has " + elements + " elements");
            }
            if (shape.elements() > Math.max(elements, MOST_REPEATED)) {
                throw new FormatException(described(view) + " and repeats its " + elements + " elements too often");
            }
            return tensor;
        } catch (ArithmeticException e) {
            throw new FormatException(described(view) + ", which is too large to exist", e);
        }
    }

    private static String described(View view) {
        return Excerpt.of("has sizes " + view.sizes() + ", strides " + view.strides() + ", offset " + view.offset());
    }

    private Map<String, String> notes() {
        Map<String, String> notes = new LinkedHashMap<>();
        top.entries().forEach((name, value) -> {
            if (value instanceof Text text) {
                notes.put(name, text.value());
            } else if (value instanceof Whole whole) {
                notes.put(name, whole.value().toString());
            } else if (value instanceof Real real) {
                notes.put(name, Double.toString(real.value()));
            } else if (value instanceof Truth truth) {
                notes.put(name, Boolean.toString(truth.value()));
            }
        });
        return notes;
    }
}
