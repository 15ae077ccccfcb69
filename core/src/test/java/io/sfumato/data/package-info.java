/** Tests of data sets on disk. */
@NullMarked
package io.sfumato.data;

import org.jspecify.annotations.NullMarked;
