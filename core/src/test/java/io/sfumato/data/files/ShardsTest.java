package io.sfumato.data.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Drawings;
import io.sfumato.data.Known;
import io.sfumato.data.Parts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tar files, as they are and as they should not be. */
class ShardsTest {
    private static final byte[] PICTURE = Drawings.png(Drawings.noise(8, 8, 1));

    @TempDir
    private Path folder;

    /** A tar file of entries that are pictures where their names say so, and else what follows the name and a colon. */
    private byte[] tar(String... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (String each : entries) {
                int colon = each.indexOf(':');
                String name = colon < 0 ? each : each.substring(0, colon);
                byte[] content = colon < 0 ? PICTURE : each.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(name, true);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private void put(String name, byte[] content) {
        Drawings.put(folder, name, content);
    }

    private DataSet open(Function<DataFolder, Parts> kind) {
        return kind.apply(new DataFolder(folder, 0)).train();
    }

    private void refused(Function<DataFolder, Parts> kind, String... messages) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> open(kind))
                .withMessageContainingAll(messages)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void samplesAreFilesOfOneNameAndReadWhereTheyLie() throws IOException {
        put("s-1.tar", tar("b/0003.jpg", "b/0003.json:{\"caption\": \"three\", \"width\": 8}"));
        put("s-0.tar", tar("0001.txt:one\nanother one", "0001.png", "0002.seg.png:x", "0002.webp", "0002.txt:two"));
        DataSet data = open(DataFolder::captions);
        assertThat(data.count()).isEqualTo(3);
        assertThat(data.name(0)).isEqualTo("s-0.tar: 0001.png");
        assertThat(data.name(2)).isEqualTo("s-1.tar: b/0003.jpg");
        assertThat(((Known.Words) data.known(0)).texts()).containsExactly("one", "another one");
        assertThat(((Known.Words) data.known(2)).canonical()).isEqualTo("three");
        assertThat(data.picture(2).planes()).isEqualTo(Drawings.noise(8, 8, 1).planes());
        assertThat(data.stretches()).containsExactly(0, 2);
    }

    @Test
    void classesAreNumbersBesideThePictures() throws IOException {
        put("a.tar", tar("1.jpg", "1.cls:7", "2.cls:0\n", "2.jpg"));
        DataSet data = open(DataFolder::classes);
        assertThat(List.of(data.known(0), data.known(1))).containsExactly(new Known.ClassOf(7), new Known.ClassOf(0));
        put("b.tar", tar("3.jpg", "3.cls:seven"));
        refused(DataFolder::classes, "b.tar: '3.cls' is 'seven', expected the number of a class");
    }

    @Test
    void picturesAloneNeedNothingBeside() throws IOException {
        put("a.tar", tar("1.jpg", "2.jpg", "notes.txt:nothing", ".hidden.jpg"));
        DataSet data = open(DataFolder::pictures);
        assertThat(data.count()).isEqualTo(2);
        assertThat(data.known(0)).isEqualTo(new Known.Nothing());
    }

    @Test
    void namesOfAnyLengthAreRead() throws IOException {
        String name = "n".repeat(300) + "/0001";
        put("a.tar", tar(name + ".jpg", name + ".txt:far away"));
        assertThat(open(DataFolder::captions).name(0)).isEqualTo("a.tar: " + name + ".jpg");
        ByteArrayOutputStream gnu = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(gnu)) {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            TarArchiveEntry entry = new TarArchiveEntry(name + ".jpg");
            entry.setSize(PICTURE.length);
            out.putArchiveEntry(entry);
            out.write(PICTURE);
            out.closeArchiveEntry();
        }
        put("a.tar", gnu.toByteArray());
        assertThat(open(DataFolder::pictures).name(0)).isEqualTo("a.tar: " + name + ".jpg");
    }

    @Test
    void whatASampleLacksIsNamed() throws IOException {
        put("a.tar", tar("1.jpg", "1.txt:one", "2.jpg"));
        refused(DataFolder::captions, "a.tar: 2.jpg has no caption");
        refused(DataFolder::classes, "a.tar: 1.jpg has no class");
        put("a.tar", tar("1.txt:one"));
        refused(DataFolder::captions, "the .tar files hold no pictures");
        put("a.tar", tar("1.jpg", "1.png"));
        refused(DataFolder::pictures, "has '1.jpg' and '1.png', expected one picture of a name");
    }

    @Test
    void brokenPicturesAndTextsAreNamedWhenTheyAreAskedFor() throws IOException {
        put("a.tar", tar("1.jpg:not a picture", "1.txt: ", "2.jpg", "2.json:{"));
        DataSet data = open(DataFolder::captions);
        assertThatExceptionOfType(BrokenPictureException.class)
                .isThrownBy(() -> data.picture(0))
                .withMessageContaining("a.tar: 1.jpg: not a picture");
        assertThatExceptionOfType(BrokenPictureException.class)
                .isThrownBy(() -> data.known(0))
                .withMessageContaining("a.tar: 1.txt: is empty");
        assertThatExceptionOfType(BrokenPictureException.class)
                .isThrownBy(() -> data.known(1))
                .withMessageContaining("a.tar: 2.json: is not JSON");
        Files.delete(folder.resolve("a.tar"));
        assertThatExceptionOfType(BrokenPictureException.class).isThrownBy(() -> data.picture(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../1.jpg", "/1.jpg", "a/../../1.jpg", "a\\1.jpg"})
    void namesThatLeadOutOfAFolderAreRefused(String name) throws IOException {
        put("a.tar", tar(name));
        refused(DataFolder::pictures, "a.tar: entry '" + name + "' leads out of a folder");
    }

    /** Sizes of 8 GB, of 2⁶³ − 1 bytes, below 0, and no number. */
    @ParameterizedTest
    @CsvSource({"77777777777, '1.jpg'", "BINARY, '1.jpg'", "NEGATIVE, '1.jpg'", "garbage, '1.jpg'"})
    void sizesThatAreNotThereAreRefused(String size, String name) throws IOException {
        byte[] tar = tar("1.jpg");
        Arrays.fill(tar, 124, 136, (byte) 0);
        if (size.equals("BINARY") || size.equals("NEGATIVE")) {
            Arrays.fill(tar, 128, 136, (byte) 0xff);
            tar[124] = (byte) 0x80;
            tar[128] = (byte) (size.equals("BINARY") ? 0x7f : 0xff);
        } else {
            System.arraycopy(size.getBytes(StandardCharsets.US_ASCII), 0, tar, 124, size.length());
        }
        put("a.tar", withChecksum(tar));
        refused(DataFolder::pictures, "a.tar: not a whole tar file: '" + name + "' has ", "but the file ends before");
    }

    @Test
    void aNameOfMegabytesIsRefused() throws IOException {
        byte[] tar = Arrays.copyOf(tar("1.jpg"), 1 << 22);
        System.arraycopy("00010000000\0".getBytes(StandardCharsets.US_ASCII), 0, tar, 124, 12); // 2 MiB
        tar[156] = 'L';
        put("a.tar", withChecksum(tar));
        refused(DataFolder::pictures, "a.tar", "a name has 2097152 bytes, expected at most 65536");
    }

    @Test
    void aFileThatIsCutShortOrNoTarFileIsRefused() throws IOException {
        byte[] tar = tar("1.jpg", "2.jpg");
        put("a.tar", Arrays.copyOf(tar, 1600));
        refused(DataFolder::pictures, "a.tar: not a whole tar file", "Was it cut short?");
        put("a.tar", "not a tar file".repeat(100).getBytes(StandardCharsets.US_ASCII));
        refused(DataFolder::pictures, "at byte 0 there is no header of an entry");
    }

    private static byte[] withChecksum(byte[] tar) {
        Arrays.fill(tar, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += tar[i] & 0xff;
        }
        byte[] digits = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, tar, 148, digits.length);
        return tar;
    }

    @Test
    void picturesBesideTarFilesAreSaidNotToBeRead() throws IOException {
        put("a.tar", tar("1.jpg", "1.txt:one\nand more", "2.jpg", "2.txt:two\nand more"));
        put("b.tar", tar("3.jpg", "3.json:{\"captions\": [\"three\", \"3\"]}"));
        Drawings.put(folder, "deep/4.png");
        String counts = "3 pictures to train on, none held out: 2 tar files in " + folder + "; 1 other picture file in "
                + folder + " is not read";
        assertThat(new DataFolder(folder, 0).pictures().inWords()).isEqualTo(counts);
        assertThat(new DataFolder(folder, 0).captions().inWords())
                .isEqualTo(counts + "; of 3 captions in " + folder
                        + " 3 have several lines: each line is taken as a caption of its own");
        put("a.tar", tar("1.jpg", "1.json:{\"captions\": [\"one\", \"1\"]}"));
        assertThat(new DataFolder(folder, 0).captions().inWords()).doesNotContain("lines");
    }
}
