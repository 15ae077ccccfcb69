/**
 * Model folders of Hugging Face's diffusers library: their configurations, and the names of their tensors. Start at {@link
 * io.sfumato.diffusers.DiffusersFolder}.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.diffusers;
