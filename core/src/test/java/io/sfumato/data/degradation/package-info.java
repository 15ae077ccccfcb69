/** Tests of what networks are told of pictures. */
@org.jspecify.annotations.NullMarked
package io.sfumato.data.degradation;
