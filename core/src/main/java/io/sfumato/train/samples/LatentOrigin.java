package io.sfumato.train.samples;

import io.sfumato.data.DataSet;
import io.sfumato.firststage.Autoencoder;
import io.sfumato.tensor.ArchiveException;
import io.sfumato.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What latents were made of. A row belongs to the entry of a number: where pictures come, go or change their names, it would get
 * the caption of another.
 *
 * @param pictures SHA-256 of the names of all entries, in their order
 * @param firstStage SHA-256 of the names, shapes and numbers of its weights
 */
public record LatentOrigin(String pictures, String firstStage) {
    private static final String PICTURES = "pictures_sha256";
    private static final String FIRST_STAGE = "first_stage_sha256";

    /** Reads names and weights; pictures are not looked at. */
    public static LatentOrigin of(DataSet pictures, Autoencoder firstStage) {
        return new LatentOrigin(names(pictures), weights(firstStage));
    }

    /** SHA-256 of the names of all entries, in their order. */
    public static String names(DataSet pictures) {
        MessageDigest sum = sha256();
        for (int entry = 0; entry < pictures.count(); entry++) {
            add(pictures.name(entry), sum);
        }
        return HexFormat.of().formatHex(sum.digest());
    }

    /** SHA-256 of the names, shapes and numbers of its weights. */
    public static String weights(Autoencoder firstStage) {
        MessageDigest sum = sha256();
        new TreeMap<>(firstStage.parameters()).forEach((name, weight) -> {
            add(name + " " + weight.shape(), sum);
            add(weight, sum);
        });
        return HexFormat.of().formatHex(sum.digest());
    }

    /** With its length, so that no two lists of texts are the same bytes. */
    private static void add(String text, MessageDigest sum) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sum.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        sum.update(bytes);
    }

    private static void add(Tensor weight, MessageDigest sum) {
        float[] numbers = weight.toFloats();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(numbers.length, Float.BYTES));
        bytes.asFloatBuffer().put(numbers);
        sum.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    /** As a file of latents says it. */
    Map<String, String> notes() {
        return Map.of(PICTURES, pictures, FIRST_STAGE, firstStage);
    }

    /** Throws {@link ArchiveException} where the notes of a file of latents say another, or nothing. */
    void check(Path file, Map<String, String> notes) {
        if (!notes.containsKey(PICTURES) || !notes.containsKey(FIRST_STAGE)) {
            throw new ArchiveException(
                    file + " does not say of which pictures and of which first stage its latents are");
        }
        if (!pictures.equals(notes.get(PICTURES))) {
            throw new ArchiveException(file + " holds latents of other pictures than those that are trained on now:"
                    + " since it was written some have come, gone, or got another name");
        }
        if (!firstStage.equals(notes.get(FIRST_STAGE))) {
            throw new ArchiveException(file + " holds latents of another first stage: the weights of this one have"
                    + " changed since it was written");
        }
    }
}
