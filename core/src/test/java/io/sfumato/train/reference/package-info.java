@org.jspecify.annotations.NullMarked
package io.sfumato.train.reference;
