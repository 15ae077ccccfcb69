package io.sfumato.train;

import io.sfumato.nn.Module;

/** A network that learns, and the running average of its weights. */
record Twins<M extends Module>(M trained, M averaged) {}
