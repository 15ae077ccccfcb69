/** Tests of exact runs. */
@org.jspecify.annotations.NullMarked
package io.sfumato.replay;
