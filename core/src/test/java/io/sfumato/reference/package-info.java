/** Tests of the reference's configurations and checkpoints. */
@org.jspecify.annotations.NullMarked
package io.sfumato.reference;
