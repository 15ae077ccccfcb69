/**
 * Data sets on disk: pictures with what is known about them, and their way to training.
 *
 * <p>A {@link io.sfumato.data.DataSet} has entries; {@link io.sfumato.data.Framing} makes a square of each, {@link
 * io.sfumato.data.Order} says which comes when, and the {@link io.sfumato.data.Loader} has them ready. {@link
 * io.sfumato.data.ImageFolder} reads and writes the emoji data set: pictures beside a {@code metadata.jsonl}, one {@link
 * io.sfumato.data.Example} a line.
 */
@NullMarked
package io.sfumato.data;

import org.jspecify.annotations.NullMarked;
