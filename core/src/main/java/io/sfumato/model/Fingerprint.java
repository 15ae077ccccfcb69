package io.sfumato.model;

import io.sfumato.tensor.TensorFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What tells one weight file from another: the first digits of its SHA-256, or of that of all parts of an index one after the
 * other; computed where somebody asks.
 */
public final class Fingerprint {
    private static final int DIGITS = 10;

    private final Path file;
    private @Nullable CompletableFuture<String> sum;

    private Fingerprint(Path file) {
        this.file = file;
    }

    /** That of {@code file}, which is not read yet. */
    public static Fingerprint of(Path file) {
        return new Fingerprint(file);
    }

    /** Begins to read the file beside other work, where that has not begun. */
    public synchronized Fingerprint begin() {
        if (sum == null) {
            sum = CompletableFuture.supplyAsync(() -> read(file));
        }
        return this;
    }

    /** Ten hexadecimal digits; waits for them where they are not ready. */
    public String digits() {
        return sha256().substring(0, DIGITS);
    }

    /** All 64 hexadecimal digits; waits for them where they are not ready. */
    public String sha256() {
        try {
            return begun().join();
        } catch (CompletionException e) {
            throw new ModelException(file + " cannot be read: " + e.getCause().getMessage(), e);
        }
    }

    private synchronized CompletableFuture<String> begun() {
        return Objects.requireNonNull(begin().sum);
    }

    /** The SHA-256 of a text in UTF-8, in hexadecimal digits. */
    public static String sha256(String text) {
        return HexFormat.of().formatHex(newSum().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String read(Path file) {
        MessageDigest sum = newSum();
        try {
            for (Path part : TensorFiles.holding(file)) {
                add(part, sum);
            }
            return HexFormat.of().formatHex(sum.digest());
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static void add(Path file, MessageDigest sum) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sum)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static MessageDigest newSum() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
