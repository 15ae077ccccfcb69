/**
 * Builds a data set of emoji: the same concepts drawn by seven hands, from freely licensed vector graphics.
 *
 * <p>Start at {@link io.sfumato.data.emoji.EmojiDataset}. The sets are fetched by a
 * {@link io.sfumato.data.emoji.PackageSource}, named by {@link io.sfumato.data.emoji.Naming}, and drawn by
 * {@link io.sfumato.data.emoji.SvgRasteriser}.
 */
@NullMarked
package io.sfumato.data.emoji;

import org.jspecify.annotations.NullMarked;
