/** Timings of small parts with JMH, of memory, and beside ONNX Runtime. {@code bench/README.md} says how to run them. */
@org.jspecify.annotations.NullMarked
package io.sfumato.bench;
