/**
 * What a picture is asked to be: a {@link io.sfumato.condition.Cue} is what the user said, a {@link
 * io.sfumato.condition.Condition} what the network hears, a {@link io.sfumato.condition.Conditioner} leads from one to
 * the other.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.condition;
