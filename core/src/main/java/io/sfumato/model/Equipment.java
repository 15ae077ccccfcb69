package io.sfumato.model;

import io.sfumato.firststage.FirstStage;
import io.sfumato.tensor.DType;

/** What a conditioner finds at hand beside its own parameters. */
record Equipment(FirstStage firstStage, Tokenizers tokenizers, DType compute) {}
