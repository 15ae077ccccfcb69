package io.sfumato.condition.clip;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * Files of CLIP's vocabulary with the few merges that the tests' texts need, each with the id that it has in the whole. Where
 * a format has no ids, the ranks between are filled with merges of bytes that no text has.
 */
public final class ClipFiles {
    private static final int MERGES = 48_894;
    private static final int FIRST_MERGED = 512;

    private ClipFiles() {}

    /** A file of the test resources. */
    public static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(ClipFiles.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A tokenizer that knows the merges of the tests' texts. */
    public static ClipTokenizer open(Path folder) throws IOException {
        writeNumbered(folder);
        return ClipTokenizer.open(folder);
    }

    /** A {@code vocab.json} and {@code merges.txt} with the known merges alone. */
    static void writeNumbered(Path folder) throws IOException {
        Files.writeString(folder.resolve("vocab.json"), new ObjectMapper().writeValueAsString(ids()));
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n" + String.join("\n", known().values()) + "\n");
    }

    static Map<String, Integer> ids() throws IOException {
        Map<String, Integer> ids = new LinkedHashMap<>();
        List<String> symbols = new Merges(List.of()).pieces();
        symbols.forEach(symbol -> ids.put(symbol, ids.size()));
        known().forEach((rank, merge) -> ids.put(merge.replace(" ", ""), FIRST_MERGED + rank));
        ids.put("<|startoftext|>", 49_406);
        ids.put("<|endoftext|>", 49_407);
        return ids;
    }

    /** All lines of a {@code merges.txt}. */
    static List<String> merges() throws IOException {
        Map<Integer, String> known = known();
        List<String> filling = filling();
        List<String> lines = new ArrayList<>(List.of("#version: 0.2"));
        for (int rank = 0; rank < MERGES; rank++) {
            lines.add(known.containsKey(rank) ? known.get(rank) : filling.remove(filling.size() - 1));
        }
        return lines;
    }

    /** OpenAI's file: another first line, and merges of a longer vocabulary at the end. */
    static void writeOpenAi(Path file) throws IOException {
        List<String> lines = merges();
        lines.set(0, "\"bpe_simple_vocab_16e6.txt#version: 0.2");
        lines.addAll(List.of("to day</w>", "nothing known</w>"));
        writeGzipped(file, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    static void writeGzipped(Path file, byte[] contents) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(contents);
        }
    }

    private static Map<Integer, String> known() throws IOException {
        Map<Integer, String> known = new TreeMap<>();
        for (String line : Files.readAllLines(resource("/clip/merges.txt"))) {
            int space = line.indexOf(' ');
            known.put(Integer.valueOf(line.substring(0, space)), line.substring(space + 1));
        }
        return known;
    }

    /** Twos and threes of symbols of bytes that no UTF-8 has, and of control characters; what is taken first is last. */
    private static List<String> filling() {
        List<String> symbols = IntStream.concat(
                        IntStream.of(0xC0, 0xC1),
                        IntStream.concat(IntStream.range(0xF5, 0x100), IntStream.range(0x100, 0x11A)))
                .mapToObj(Character::toString)
                .toList();
        List<String> filling = new ArrayList<>();
        for (String first : symbols) {
            for (String second : symbols) {
                symbols.forEach(third -> filling.add(first + second + " " + third));
            }
        }
        for (String first : symbols) {
            symbols.forEach(second -> filling.add(first + " " + second));
        }
        return filling;
    }
}
