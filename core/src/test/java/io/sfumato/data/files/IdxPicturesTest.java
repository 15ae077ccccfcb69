package io.sfumato.data.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Drawings;
import io.sfumato.data.Known;
import io.sfumato.data.Parts;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxPicturesTest {
    private static final byte[] PIXELS = {0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, -1};

    @TempDir
    private Path folder;

    private static byte[] idx(int magic, int[] sizes, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(magic);
        for (int size : sizes) {
            out.writeInt(size);
        }
        out.write(content);
        return bytes.toByteArray();
    }

    private static byte[] zipped(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    /** Two pictures of 3 x 2. */
    private void put(String prefix) throws IOException {
        Drawings.put(folder, prefix + "-images-idx3-ubyte.gz", zipped(idx(0x803, new int[] {2, 2, 3}, PIXELS)));
        Drawings.put(folder, prefix + "-labels-idx1-ubyte.gz", zipped(idx(0x801, new int[] {2}, new byte[] {9, 4})));
    }

    private void refused(String... messages) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> new DataFolder(folder, 0).classes())
                .withMessageContainingAll(messages);
    }

    @Test
    void greyPicturesHaveAClassEach() throws IOException {
        put("train");
        put("t10k");
        Parts parts = new DataFolder(folder, 0.02).classes();
        assertThat(parts.heldOut().orElseThrow().name(1)).isEqualTo("t10k-images-idx3-ubyte.gz: 1");
        DataSet data = parts.train();
        assertThat(data.picture(1).width()).isEqualTo(3);
        assertThat(data.picture(1).planes())
                .containsExactly(60, 70, 80, 90, 100, -1, 60, 70, 80, 90, 100, -1, 60, 70, 80, 90, 100, -1);
        assertThat(data.known(0)).isEqualTo(new Known.ClassOf(9));
        assertThat(new DataFolder(folder, 0).pictures().train().known(0)).isEqualTo(new Known.Nothing());
    }

    @Test
    void filesMayBeUncompressedAndAlone() throws IOException {
        Drawings.put(folder, "images-idx3-ubyte", idx(0x803, new int[] {2, 2, 3}, PIXELS));
        Drawings.put(folder, "labels-idx1-ubyte", idx(0x801, new int[] {2}, new byte[] {9, 4}));
        assertThat(new DataFolder(folder, 0).classes().train().count()).isEqualTo(2);
    }

    @Test
    void headersThatAnnounceTooMuchAreRefused() throws IOException {
        put("train");
        String name = "train-images-idx3-ubyte.gz";
        Drawings.put(folder, name, zipped(idx(0x803, new int[] {60_000, 60_000, 60_000}, PIXELS)));
        refused(name, "its header announces 60000 x 60000 x 60000 bytes");
        Drawings.put(folder, name, zipped(idx(0x803, new int[] {-2, -2, 3}, PIXELS)));
        refused("announces 4294967294");
        Drawings.put(folder, name, zipped(idx(0x803, new int[] {1000, 1000, 1000}, PIXELS)));
        refused("has 12 bytes after its header, expected 1000000000. Was it cut short?");
        Drawings.put(folder, name, zipped(idx(0x803, new int[] {1, 2, 3}, PIXELS)));
        refused("has more than 6 bytes after its header");
    }

    @Test
    void filesOfAnotherKindOrCutShortAreRefused() throws IOException {
        put("train");
        String name = "train-labels-idx1-ubyte.gz";
        Drawings.put(folder, name, zipped(idx(0xd01, new int[] {2}, new byte[8])));
        refused(name, "begins with 00000d01, expected 00000801");
        Drawings.put(folder, name, zipped(idx(0x801, new int[] {3}, new byte[3])));
        refused("has 3 classes, expected 2, one for each picture of train-images");
        byte[] whole = zipped(idx(0x801, new int[] {2}, new byte[2]));
        Drawings.put(folder, name, Arrays.copyOf(whole, whole.length - 12));
        refused(name, "not a whole IDX file");
        Drawings.put(folder, name, new byte[] {1, 2, 3});
        refused(name, "not a whole IDX file");
    }

    @Test
    void morePartsThanTwoAreRefused() throws IOException {
        put("train");
        put("t10k");
        put("other");
        refused("expected one train-images-idx3-ubyte and one other");
    }

    @Test
    void picturesBesideThemAreSaidNotToBeRead() throws IOException {
        put("train");
        put("t10k");
        Drawings.put(folder, "cat/1.png");
        Drawings.put(folder, "cat/2.png");
        assertThat(new DataFolder(folder, 0).classes().inWords())
                .isEqualTo("2 pictures to train on, 2 held out: t10k-images-idx3-ubyte.gz and"
                        + " train-images-idx3-ubyte.gz in " + folder + "; 2 other picture files in " + folder
                        + " are not read");
    }
}
