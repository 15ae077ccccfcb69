/**
 * Tensors in, tensors out: repeats a run of another implementation exactly, with its noise and its inputs. Start at
 * {@link io.sfumato.replay.Replay}.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.replay;
