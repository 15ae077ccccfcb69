/**
 * Low-rank adaptation (LoRA, Hu et al. 2021): a weight W becomes W + (α / rank) · up · down, where down is [rank, in] and up
 * [out, rank]. {@link io.sfumato.lora.Lora} lets such updates learn beside a model whose weights are frozen, {@link
 * io.sfumato.lora.LoraFile} reads them in the formats of kohya's scripts and of diffusers, and {@link io.sfumato.lora.Loras} adds
 * them to the weights of a model that is opened.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.lora;
