package io.sfumato.data.emoji;

/**
 * One exact package of the npm registry.
 *
 * @param name its name, with scope
 * @param version its version
 * @param integrity the SHA-512 its archive must have
 */
public record NpmPackage(String name, String version, Integrity integrity) {
    static NpmPackage of(String name, String version, String integrity) {
        return new NpmPackage(name, version, new Integrity(integrity));
    }

    /** The name npm gives the archive. */
    String fileName() {
        return name.replace("@", "").replace('/', '-') + "-" + version + ".tgz";
    }

    /** {@code NAME@VERSION}. */
    @Override
    public String toString() {
        return name + "@" + version;
    }
}
