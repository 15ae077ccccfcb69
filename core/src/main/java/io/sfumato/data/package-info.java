/**
 * Data sets on disk: pictures with what is known about them.
 *
 * <p>Start at {@link io.sfumato.data.ImageFolder}, which reads and writes the layout Hugging Face calls an image
 * folder: pictures beside a {@code metadata.jsonl}, one {@link io.sfumato.data.Example} a line.
 */
@NullMarked
package io.sfumato.data;

import org.jspecify.annotations.NullMarked;
