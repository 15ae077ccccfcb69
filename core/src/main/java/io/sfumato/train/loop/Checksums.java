package io.sfumato.train.loop;

import io.sfumato.tensor.FileTrouble;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** SHA-256 of files. */
final class Checksums {
    private Checksums() {}

    static String of(Path file) throws IOException {
        MessageDigest sum = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sum)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sum.digest());
    }

    /** Throws where a file of a folder is not the one that was summed. */
    static void check(Path folder, Map<String, String> sums) {
        sums.forEach((name, expected) -> {
            Path file = folder.resolve(name);
            String got = got(file);
            if (!got.equals(expected)) {
                throw new RecipeException(file + " is not as it was written: its SHA-256 is " + got + ", expected "
                        + expected + ". " + cure(folder));
            }
        });
    }

    /** What to do about a checkpoint that is not whole. */
    static String cure(Path folder) {
        return "Remove " + folder + " to go on from an earlier checkpoint, or from the beginning of its stage";
    }

    private static String got(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new RecipeException(file + " is missing. " + cure(file.getParent()));
        }
        try {
            return of(file);
        } catch (IOException e) {
            throw new RecipeException(
                    file + " cannot be read: " + FileTrouble.of(e) + ". " + cure(file.getParent()), e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
