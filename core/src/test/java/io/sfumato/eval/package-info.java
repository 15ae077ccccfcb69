/** Tests of the measures: pictures made by hand, whose answers are known. */
@org.jspecify.annotations.NullMarked
package io.sfumato.eval;
