package io.sfumato.data.emoji;

import java.nio.file.Path;

/** Where packages come from. */
interface PackageSource {
    /**
     * Puts the archive of {@code wanted} into the empty folder {@code directory}.
     *
     * @return the archive, not yet checked
     * @throws io.sfumato.data.DataException where it cannot be had
     */
    Path fetch(NpmPackage wanted, Path directory);
}
