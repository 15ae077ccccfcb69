/**
 * Building blocks of networks. A {@link io.sfumato.nn.Module} is a tree of named parameters; the names are those of the
 * reference's state dictionaries. A layer computes in the precision of its input and casts its weights to it, so that
 * float32 master weights serve bfloat16 training.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.nn;
