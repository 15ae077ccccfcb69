/**
 * Text as Stable Diffusion v1 reads it: CLIP's tokenizer and the text half of CLIP, for prompts of up to 600 tokens whose words
 * have weights. Start at {@link io.sfumato.condition.clip.ClipConditioner}.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.condition.clip;
