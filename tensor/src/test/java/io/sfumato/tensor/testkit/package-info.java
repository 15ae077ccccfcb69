/** What tests of every module share: the leak check and comparisons of tensors. */
@org.jspecify.annotations.NullMarked
package io.sfumato.tensor.testkit;
