package io.sfumato.model;

import io.sfumato.condition.Caption;
import io.sfumato.condition.ClassEmbedder;
import io.sfumato.condition.ClassLabel;
import io.sfumato.condition.ClassSpec;
import io.sfumato.condition.ConditionException;
import io.sfumato.condition.Cue;
import io.sfumato.condition.EmbeddingsConditioner;
import io.sfumato.condition.LabelConditioner;
import io.sfumato.condition.LowResolutionConditioner;
import io.sfumato.condition.Nothing;
import io.sfumato.condition.PairOfCues;
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
        return inside() instanceof Text || inside() instanceof ClipText;
    }

    /** What stands for no condition at all, where something does. */
    default Optional<Cue> absent() {
        return Optional.empty();
    }

    /** A cue with no condition in it, where something stands for that: what guidance steers away from. */
    default Optional<Cue> without(Cue cue) {
        return absent();
    }

    /** What is heard inside the network: the part of it, where there are two; else this. */
    default ConditionerSpec inside() {
        return this;
    }

    /** What stands beside the latents, as channels of the network's input. */
    sealed interface Beside extends ConditionerSpec {}

    /** What is heard inside the network: attended to, or added to the noise level's embedding. */
    sealed interface Inside extends ConditionerSpec {}

    /** Two at once: the reference's {@code hybrid}. */
    record Both(Beside beside, Inside inside) implements ConditionerSpec {
        public Both {
            if (inside instanceof Text text && text.sizes().sketch().isPresent()) {
                throw new IllegalArgumentException(
                        "a sketch of words stands beside the latents, where something else is, expected no sketch");
            }
        }

        /** What stands beside the latents stays. */
        @Override
        public Optional<Cue> without(Cue cue) {
            PairOfCues pair = ConditionException.expect(PairOfCues.class, cue);
            return inside.without(pair.inside()).map(none -> new PairOfCues(pair.beside(), none));
        }

        @Override
        public Conditioning build(Init init, Equipment equipment) {
            return Conditioning.both(beside.build(init, equipment), inside.build(init, equipment));
        }

        @Override
        public Tokenizers tokenizers(Path path) {
            return inside.tokenizers(path);
        }
    }

    /** Nothing: pictures of one kind. */
    record Unconditional() implements ConditionerSpec {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            return Conditioning.withoutNetwork(new io.sfumato.condition.Unconditional());
        }

        @Override
        public Optional<Cue> absent() {
            return Optional.of(new Nothing());
        }
    }

    /** A class, heard as the only token of the context. The last one stands for any, as in the reference's cin256-v2. */
    record ClassToken(ClassSpec sizes) implements Inside {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            return Conditioning.of("class.", new ClassEmbedder(sizes, init));
        }

        @Override
        public Optional<Cue> absent() {
            return Optional.of(new ClassLabel(sizes.classes() - 1L));
        }
    }

    /** A class, for which the U-Net has a table. The last one stands for any. */
    record Label(int classes) implements Inside {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            return Conditioning.withoutNetwork(new LabelConditioner(classes));
        }

        @Override
        public Optional<Cue> absent() {
            return Optional.of(new ClassLabel(classes - 1L));
        }
    }

    /** Words. */
    record Text(TextSpec sizes) implements Inside {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            TextEncoder encoder = new TextEncoder(sizes, init);
            return Conditioning.of(
                    "text.",
                    encoder,
                    new TextConditioner(
                            equipment.tokenizers().wordPieces(),
                            encoder,
                            equipment.compute().dtype()));
        }

        @Override
        public Tokenizers tokenizers(Path path) {
            return Tokenizers.of(WordPieceFile.open(path, sizes.transformer()));
        }

        @Override
        public Optional<Cue> absent() {
            return Optional.of(Caption.EMPTY);
        }
    }

    /** Words, read by CLIP. */
    record ClipText(ClipTextSpec sizes) implements Inside {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            ClipTextTransformer transformer = new ClipTextTransformer(sizes, init);
            return Conditioning.of(
                    "clip.",
                    transformer,
                    new ClipConditioner(
                            equipment.tokenizers().bytePairs(),
                            transformer,
                            equipment.compute().dtype()));
        }

        @Override
        public Tokenizers tokenizers(Path path) {
            return Tokenizers.of(ClipTokenizer.open(path));
        }

        @Override
        public Optional<Cue> absent() {
            return Optional.of(Caption.EMPTY);
        }
    }

    /** Boxes and their kinds, tokenized by somebody else. */
    record Layout(TextTransformerSpec sizes) implements Inside {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            TextEncoder encoder = new TextEncoder(new TextSpec(sizes, Pooling.NONE, Optional.empty()), init);
            return Conditioning.of(
                    "layout.",
                    encoder,
                    new TextConditioner(
                            Optional.empty(), encoder, equipment.compute().dtype()));
        }
    }

    /** A map of what stands where, beside the latents. */
    record SemanticMap(SemanticSpec sizes) implements Beside {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            return Conditioning.of("semantic.", new SemanticRescaler(sizes, init));
        }
    }

    /** The picture made small, beside the latents. */
    record LowResolution() implements Beside {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            return Conditioning.withoutNetwork(new LowResolutionConditioner());
        }
    }

    /** The latents of a picture with a hole, and the hole, beside the latents. */
    record MaskedPicture() implements Beside {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            return Conditioning.withoutNetwork(new MaskedPictureConditioner(equipment.firstStage()));
        }
    }

    /** Vectors of another model. */
    record Embeddings() implements Inside {
        @Override
        public Conditioning build(Init init, Equipment equipment) {
            return Conditioning.withoutNetwork(new EmbeddingsConditioner());
        }
    }
}
