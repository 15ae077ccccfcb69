package io.sfumato.model;

import io.sfumato.condition.ClassEmbedder;
import io.sfumato.condition.ClassSpec;
import io.sfumato.condition.EmbeddingsConditioner;
import io.sfumato.condition.LabelConditioner;
import io.sfumato.condition.LowResolutionConditioner;
import io.sfumato.condition.SemanticRescaler;
import io.sfumato.condition.SemanticSpec;
import io.sfumato.condition.clip.ClipConditioner;
import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.condition.clip.ClipTextTransformer;
import io.sfumato.condition.clip.ClipTokenizer;
import io.sfumato.condition.text.Pooling;
import io.sfumato.condition.text.TextConditioner;
import io.sfumato.condition.text.TextEncoder;
import io.sfumato.condition.text.TextSpec;
import io.sfumato.condition.text.TextTransformerSpec;
import io.sfumato.nn.Init;
import io.sfumato.pipeline.MaskedPictureConditioner;
import java.nio.file.Path;
import java.util.Optional;

/** What a model is told about a picture, and how it hears it. */
public sealed interface ConditionerSpec {

    /** The conditioner; its parameters come from {@code init}. */
    Conditioning build(Init init, Equipment equipment);

    /**
     * What it splits words with, read from a file of its kind. Throws {@link ModelException} or {@code
     * ConditionException} where that is not one for this model.
     */
    default Tokenizers tokenizers(Path path) {
        return Tokenizers.NONE;
    }

    /** Whether it reads words. */
    default boolean readsWords() {
        return this instanceof Text || this instanceof ClipText;
    }

    /** Nothing: pictures of one kind. */
    record Unconditional() implements ConditionerSpec {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            return Conditioning.withoutNetwork(new io.sfumato.condition.Unconditional());
        }
    }

    /** A class, heard as the only token of the context. */
    record ClassToken(ClassSpec sizes) implements ConditionerSpec {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            return Conditioning.of("class.", new ClassEmbedder(sizes, init));
        }
    }

    /** A class, for which the U-Net has a table. */
    record Label(int classes) implements ConditionerSpec {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            return Conditioning.withoutNetwork(new LabelConditioner(classes));
        }
    }

    /** Words. */
    record Text(TextSpec sizes) implements ConditionerSpec {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            TextEncoder encoder = new TextEncoder(sizes, init);
            return new Conditioning(
                    "text.",
                    encoder,
                    new TextConditioner(equipment.tokenizers().wordPieces(), encoder, equipment.compute()));
        }

        @Override
        public Tokenizers tokenizers(Path path) {
            return Tokenizers.of(WordPieceFile.open(path, sizes.transformer()));
        }
    }

    /** Words, read by CLIP. */
    record ClipText(ClipTextSpec sizes) implements ConditionerSpec {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            ClipTextTransformer transformer = new ClipTextTransformer(sizes, init);
            return new Conditioning(
                    "clip.",
                    transformer,
                    new ClipConditioner(equipment.tokenizers().bytePairs(), transformer, equipment.compute()));
        }

        @Override
        public Tokenizers tokenizers(Path path) {
            return Tokenizers.of(ClipTokenizer.open(path));
        }
    }

    /** Boxes and their kinds, tokenized by somebody else. */
    record Layout(TextTransformerSpec sizes) implements ConditionerSpec {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            TextEncoder encoder = new TextEncoder(new TextSpec(sizes, Pooling.NONE, Optional.empty()), init);
            return new Conditioning(
                    "layout.", encoder, new TextConditioner(Optional.empty(), encoder, equipment.compute()));
        }
    }

    /** A map of what stands where, beside the latents. */
    record SemanticMap(SemanticSpec sizes) implements ConditionerSpec {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            return Conditioning.of("semantic.", new SemanticRescaler(sizes, init));
        }
    }

    /** The picture made small, beside the latents. */
    record LowResolution() implements ConditionerSpec {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            return Conditioning.withoutNetwork(new LowResolutionConditioner());
        }
    }

    /** The latents of a picture with a hole, and the hole, beside the latents. */
    record MaskedPicture() implements ConditionerSpec {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            return Conditioning.withoutNetwork(new MaskedPictureConditioner(equipment.firstStage()));
        }
    }

    /** Vectors of another model. */
    record Embeddings() implements ConditionerSpec {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            return Conditioning.withoutNetwork(new EmbeddingsConditioner());
        }
    }
}
