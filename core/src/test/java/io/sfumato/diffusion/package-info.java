/** Tests of the noise levels, the preconditionings and the objective. */
@org.jspecify.annotations.NullMarked
package io.sfumato.diffusion;
