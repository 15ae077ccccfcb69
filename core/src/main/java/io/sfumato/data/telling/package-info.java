/**
 * What networks are told of a picture where nobody wrote it down, made of the picture itself: {@link
 * io.sfumato.data.telling.Shrunk}, {@link io.sfumato.data.telling.Holed}, {@link io.sfumato.data.telling.LayoutTokens}; and two of
 * these at once, {@link io.sfumato.data.telling.Together}.
 */
@NullMarked
package io.sfumato.data.telling;

import org.jspecify.annotations.NullMarked;
