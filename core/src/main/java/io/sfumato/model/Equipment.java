package io.sfumato.model;

import io.sfumato.condition.text.Tokenizer;
import io.sfumato.firststage.FirstStage;
import io.sfumato.tensor.DType;
import java.util.Optional;

/** What a conditioner finds at hand beside its own parameters. */
record Equipment(FirstStage firstStage, Optional<Tokenizer> tokenizer, DType compute) {}
