/** Tests of what is counted; seconds are only checked for being there. */
@org.jspecify.annotations.NullMarked
package io.sfumato.benchmark;
