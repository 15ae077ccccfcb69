/** Tests of what timings are divided by. */
@org.jspecify.annotations.NullMarked
package io.sfumato.bench;
