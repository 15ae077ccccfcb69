/**
 * Networks as ONNX graphs, the way that PyTorch's exporter would write those of the reference, for ONNX Runtime to run. Start
 * at {@link io.sfumato.bench.onnx.UNetGraph} and {@link io.sfumato.bench.onnx.OnnxNetwork}.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.bench.onnx;
