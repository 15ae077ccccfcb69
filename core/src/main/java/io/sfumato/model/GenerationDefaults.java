package io.sfumato.model;

import io.sfumato.sampling.SamplerChoice;

/** What a model is best asked with, where the user says nothing. */
public record GenerationDefaults(int width, int height, int steps, double guidance, SamplerChoice sampler) {}
