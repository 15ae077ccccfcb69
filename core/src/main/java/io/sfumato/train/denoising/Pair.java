package io.sfumato.train.denoising;

import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;

/** A model that learns, and the running average of its weights. */
record Pair(ModelDescription description, Tokenizers tokenizers, ModelParts trained, ModelParts averaged) {}
