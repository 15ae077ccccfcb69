package io.sfumato.image;

/** From which pixels, and with what weights, those of a picture of another size are made: columns across, rows down. */
record Grid(Weights across, Weights down) {}
