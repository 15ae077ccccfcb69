/** Tests of the emoji data set; they need neither the network nor npm. */
@NullMarked
package io.sfumato.data.emoji;

import org.jspecify.annotations.NullMarked;
