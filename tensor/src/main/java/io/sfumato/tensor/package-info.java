/**
 * Tensors: the only package that sees libtorch. Start at {@link io.sfumato.tensor.Tensor} and {@link
 * io.sfumato.tensor.Tensors}; read {@link io.sfumato.tensor.Region} for lifetime, {@link
 * io.sfumato.tensor.Ensemble} for processes that train together.
 *
 * <p>The vocabulary is PyTorch's in lower camel case. A tensor belongs to the region that is open where it is born and
 * dies when that region closes; a function leaves its result in its caller's region and never closes its arguments.
 * Parameters are {@linkplain io.sfumato.tensor.Tensor#pin() pinned} and closed by their module.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.tensor;
