@org.jspecify.annotations.NullMarked
package io.sfumato.perceptual;
