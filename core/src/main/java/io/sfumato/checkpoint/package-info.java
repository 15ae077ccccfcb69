/**
 * Models in whatever file they come. Start at {@link io.sfumato.checkpoint.Checkpoints}.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.checkpoint;
