package io.sfumato.train.loop;

import io.sfumato.nn.Module;

/** A network that learns, and the running average of its weights. */
public record Twins<M extends Module>(M trained, M averaged) {}
