/** Tests of model folders of diffusers. */
@org.jspecify.annotations.NullMarked
package io.sfumato.diffusers;
