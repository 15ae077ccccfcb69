/** Timings of small parts, with JMH. {@code bench/README.md} says how to run them. */
@org.jspecify.annotations.NullMarked
package io.sfumato.bench;
