@org.jspecify.annotations.NullMarked
package io.sfumato.condition.clip;
