/** Pictures that are drawn when they are asked for: {@link io.sfumato.data.shapes.Shapes}. */
@NullMarked
package io.sfumato.data.shapes;

import org.jspecify.annotations.NullMarked;
