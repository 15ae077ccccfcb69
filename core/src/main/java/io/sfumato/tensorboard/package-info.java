/**
 * Files that TensorBoard shows: {@link io.sfumato.tensorboard.EventWriter} writes numbers and pictures over steps. A file is a
 * row of TFRecords, each the protocol buffer {@code tensorflow.Event}.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.tensorboard;
