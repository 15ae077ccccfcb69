/**
 * Pictures. {@link io.sfumato.image.Pixels} are what networks see, {@link io.sfumato.image.PixelImages} leads to the
 * pictures of the Java library and back. {@link io.sfumato.image.Png} reads and writes files with the words that they
 * carry, {@link io.sfumato.image.PictureFile} reads pictures of any kind and {@link io.sfumato.image.Picture} holds them, {@link
 * io.sfumato.image.FloatPicture} while something is computed, {@link io.sfumato.image.Jpeg} is what compression leaves of them,
 * {@link io.sfumato.image.ImageGrid} puts many pictures on one sheet, {@link io.sfumato.image.WholeFile} sees to
 * it that a file is there completely or not at all.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.image;
