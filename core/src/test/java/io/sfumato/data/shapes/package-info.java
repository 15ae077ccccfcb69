@org.jspecify.annotations.NullMarked
package io.sfumato.data.shapes;
