/**
 * Training configurations of the reference implementation, as recipes of ours: {@link io.sfumato.train.reference.ReferenceTraining}.
 * What has no counterpart here and is not what the reference does anyway is refused by name.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.train.reference;
