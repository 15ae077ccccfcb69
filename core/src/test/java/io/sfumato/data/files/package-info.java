/** Tests of how data sets lie on disk. */
@org.jspecify.annotations.NullMarked
package io.sfumato.data.files;
