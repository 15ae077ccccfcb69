@org.jspecify.annotations.NullMarked
package io.sfumato.tensor.pickle;
