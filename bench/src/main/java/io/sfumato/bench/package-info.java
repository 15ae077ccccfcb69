/** Timings. Nothing here is published, and no test depends on it. */
@org.jspecify.annotations.NullMarked
package io.sfumato.bench;
