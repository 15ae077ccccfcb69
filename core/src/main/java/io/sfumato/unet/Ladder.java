package io.sfumato.unet;

import java.util.List;

/**
 * The stages of a U-Net.
 *
 * @param down from the latents to the lowest level; what comes out of each is remembered
 * @param up as many, back to the level of the latents, each with what the way down remembers of its own
 * @param width channels that come out of the last
 * @param scales where their layers compute
 */
record Ladder(List<Stage> down, Stage middle, List<Stage> up, int width, Scales scales) {}
