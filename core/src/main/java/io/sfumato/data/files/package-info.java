/**
 * The layouts in which pictures and what is known of them lie on disk. Start at {@link io.sfumato.data.files.DataFolder}, which
 * finds out which one a folder has. Names, sizes and texts are those of strangers: nothing here follows a name out of its
 * folder, or keeps room for more than is there.
 */
@NullMarked
package io.sfumato.data.files;

import org.jspecify.annotations.NullMarked;
