/**
 * How a small and worse version of a picture is made, for models that make pictures large again. A {@link
 * io.sfumato.data.degradation.Degradation} is plain resampling or {@link io.sfumato.data.degradation.Bsrgan}, which blurs,
 * shrinks, adds noise and compresses in a drawn order.
 */
@NullMarked
package io.sfumato.data.degradation;

import org.jspecify.annotations.NullMarked;
