/**
 * How different two pictures look: distances between the features of a network that has learned to recognise things (Zhang et
 * al. 2018).
 */
@NullMarked
package io.sfumato.perceptual;

import org.jspecify.annotations.NullMarked;
