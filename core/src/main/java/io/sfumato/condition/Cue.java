package io.sfumato.condition;

/** What the user said about one picture. */
public sealed interface Cue
        permits Caption,
                ClassLabel,
                Embeddings,
                LowResolution,
                MaskedPicture,
                Nothing,
                PairOfCues,
                SegmentationMap,
                TokenIds {}
