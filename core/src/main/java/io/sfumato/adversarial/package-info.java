/**
 * A critic for autoencoders: a discriminator of patches that learns to tell pictures from reconstructions, and what its verdict
 * is worth to the one who reconstructs (Isola et al. 2017; Esser et al. 2021, sec. 3.1).
 */
@NullMarked
package io.sfumato.adversarial;

import org.jspecify.annotations.NullMarked;
