package io.sfumato.model;

import io.sfumato.firststage.FirstStage;
import io.sfumato.tensor.Placement;

/** What a conditioner finds at hand beside its own parameters. */
record Equipment(FirstStage firstStage, Tokenizers tokenizers, Placement compute) {}
