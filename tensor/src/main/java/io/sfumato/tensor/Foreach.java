package io.sfumato.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;

/**
 * The same operation on each of many tensors, which are all on one device. A graphics processor is asked once for all: to start an operation takes it
 * longer than most weights do. Elsewhere each is done for itself.
 */
public final class Foreach {
    private Foreach() {}

    /** tensorᵢ ← tensorᵢ + weight · (endᵢ − tensorᵢ). There are as many ends. */
    public static void lerpInPlace(List<Tensor> tensors, List<Tensor> ends, double weight) {
        if (areBestTogether(tensors)) {
            lerpTogether(tensors, ends, weight);
            return;
        }
        for (int i = 0; i < tensors.size(); i++) {
            try (Region region = Region.open()) {
                tensors.get(i).lerpInPlace(ends.get(i), weight);
            }
        }
    }

    /** tensorᵢ ← factor · tensorᵢ. */
    static void mulInPlace(List<Tensor> tensors, double factor) {
        if (areBestTogether(tensors)) {
            mulTogether(tensors, factor);
        } else {
            tensors.forEach(tensor -> tensor.mulInPlace(factor));
        }
    }

    /** The L2 norm of each, as tensors without dimensions. */
    static List<Tensor> norms(List<Tensor> tensors) {
        return areBestTogether(tensors)
                ? normsTogether(tensors)
                : tensors.stream().map(Tensor::norm).toList();
    }

    private static boolean areBestTogether(List<Tensor> tensors) {
        return !tensors.isEmpty() && tensors.get(0).device().kind() == Device.Kind.CUDA;
    }

    static void lerpTogether(List<Tensor> tensors, List<Tensor> ends, double weight) {
        call("aten::_foreach_lerp_", written(tensors), read(ends), new IValue(weight));
    }

    static void mulTogether(List<Tensor> tensors, double factor) {
        call("aten::_foreach_mul_", written(tensors), new IValue(factor));
    }

    static List<Tensor> normsTogether(List<Tensor> tensors) {
        IValueVector stack = call("aten::_foreach_norm", read(tensors), new IValue(2.0), new IValue());
        GenericList norms = stack.get(0).toList();
        List<Tensor> result = new ArrayList<>();
        for (long i = 0; i < norms.size(); i++) {
            // the stack dies with its region: its tensors are held on their own
            result.add(Tensor.wrap(new org.bytedeco.pytorch.Tensor(norms.get(i).toTensor())));
        }
        return result;
    }

    /** Calls an operator by its name, in the form that takes a number; the result is on top of the stack. */
    private static IValueVector call(String name, IValue... arguments) {
        IValueVector stack = new IValueVector(arguments);
        Dispatcher.singleton().findSchemaOrThrow(name, "Scalar").callBoxed(stack);
        return stack;
    }

    private static IValue read(List<Tensor> tensors) {
        return list(tensors.stream().map(Tensor::handle).toList());
    }

    private static IValue written(List<Tensor> tensors) {
        return list(tensors.stream().map(Tensor::writable).toList());
    }

    private static IValue list(List<org.bytedeco.pytorch.Tensor> tensors) {
        GenericList list = new GenericList(new Type.TypePtr(TensorType.get()));
        tensors.forEach(tensor -> list.push_back(new IValue(tensor)));
        return new IValue(list);
    }
}
