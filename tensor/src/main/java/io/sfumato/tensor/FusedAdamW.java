package io.sfumato.tensor;

import java.util.List;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;

/**
 * libtorch's AdamW in one pass over the memory, where its single operations take nine. The presets have no method for it, so that it
 * is called by its name.
 */
final class FusedAdamW {
    private static final String NAME = "aten::_fused_adamw_";

    private FusedAdamW() {}

    /** Parameters, and for each its gradient and its moments, all of one layout in memory. */
    record Lists(List<Tensor> parameters, List<Tensor> gradients, List<Tensor> first, List<Tensor> second) {}

    /** Changes parameters and moments; {@code steps} counts this step too. */
    static void step(Lists lists, AdamW.Options options, double learningRate, long steps) {
        Device device = lists.parameters().get(0).device();
        Tensor step = Tensors.full(Shape.of(), (double) steps, Placement.FLOAT32.on(device));
        if (Outline.isAskedFor(lists.parameters().get(0))) {
            Outline.step(lists, step);
            return;
        }
        IValueVector arguments = new IValueVector(
                list(lists.parameters()),
                list(lists.gradients()),
                list(lists.first()),
                list(lists.second()),
                list(List.of()), // the largest second moments, which AMSGrad alone has
                list(lists.parameters().stream().map(parameter -> step).toList()),
                new IValue(learningRate),
                new IValue(options.beta1()),
                new IValue(options.beta2()),
                new IValue(options.weightDecay()),
                new IValue(options.epsilon()),
                new IValue(false), // AMSGrad
                new IValue(false), // ascent
                new IValue(), // scale of the gradients: none
                new IValue()); // whether an infinity was found: unknown
        Dispatcher.singleton().findSchemaOrThrow(NAME, "").callBoxed(arguments);
    }

    private static IValue list(List<Tensor> tensors) {
        GenericList list = new GenericList(new Type.TypePtr(TensorType.get()));
        tensors.forEach(tensor -> list.push_back(new IValue(tensor.writable())));
        return new IValue(list);
    }
}
