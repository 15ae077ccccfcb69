package io.sfumato.data.emoji;

import io.sfumato.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The SHA-512 a file must have, written as npm writes it: {@code sha512-} and base64. */
public record Integrity(String value) {
    private static final String PREFIX = "sha512-";

    /** Checks the form. */
    public Integrity {
        if (!value.startsWith(PREFIX) || Base64.getDecoder().decode(value.substring(PREFIX.length())).length != 64) {
            throw new IllegalArgumentException("integrity '" + value + "': expected sha512- and 64 bytes in base64");
        }
    }

    /** The integrity of what is in {@code file}. */
    static Integrity of(Path file) {
        MessageDigest digest = sha512();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
        return new Integrity(PREFIX + Base64.getEncoder().encodeToString(digest.digest()));
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
