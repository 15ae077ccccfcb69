/**
 * How anything is learned: steps of one or more learners over an endless sequence of pictures, checkpoints from which a run goes on
 * bit for bit, and what people read meanwhile. Nothing here knows what is learned: see {@link io.sfumato.train.loop.Objective}.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.train.loop;
