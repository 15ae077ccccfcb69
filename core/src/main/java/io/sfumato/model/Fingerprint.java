package io.sfumato.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What tells one weight file from another: the first digits of its SHA-256, computed beside other work. */
public final class Fingerprint {
    private static final int DIGITS = 10;

    private final Path file;
    private final CompletableFuture<String> digits;

    private Fingerprint(Path file, CompletableFuture<String> digits) {
        this.file = file;
        this.digits = digits;
    }

    /** Begins to read {@code file}. */
    public static Fingerprint begin(Path file) {
        return new Fingerprint(file, CompletableFuture.supplyAsync(() -> read(file)));
    }

    /** Ten hexadecimal digits; waits for them where they are not ready. */
    public String digits() {
        try {
            return digits.join();
        } catch (CompletionException e) {
            throw new ModelException(file + " cannot be read: " + e.getCause().getMessage(), e);
        }
    }

    private static String read(Path file) {
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), sha256())) {
            drain(in);
            return HexFormat.of().formatHex(in.getMessageDigest().digest()).substring(0, DIGITS);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static void drain(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
