/** Tests of the samplers: closed forms first, then naive oracles, then numbers of other implementations. */
@org.jspecify.annotations.NullMarked
package io.sfumato.sampling;
