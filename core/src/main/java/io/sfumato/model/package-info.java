/**
 * Models as files: a folder with {@code model.json} (what it is made of), {@code model.safetensors} (its weights),
 * {@code tokenizer.json} and {@code README.md}. Start at {@link io.sfumato.model.ModelFolder}.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.model;
