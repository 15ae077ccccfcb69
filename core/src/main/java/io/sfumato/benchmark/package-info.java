/** How fast models of known sizes are on this machine, beside the best that its processor multiplies matrices with. */
@NullMarked
package io.sfumato.benchmark;

import org.jspecify.annotations.NullMarked;
