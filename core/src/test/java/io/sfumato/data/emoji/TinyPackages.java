package io.sfumato.data.emoji;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A registry of tiny packages, written by the test itself. */
final class TinyPackages implements PackageSource {
    static final String SQUARE = "<path fill='#f00' d='M4 4h8v8H4z'/>";

    /** Entries as emojibase-data 17.0.0 has them, with fewer fields. */
    private static final String EMOJIBASE = """
            [{"label":"regional indicator A","hexcode":"1F1E6"},
             {"label":"grinning face with big eyes","hexcode":"1F603","group":0,"tags":["face","grin",":)","smile"]},
             {"label":"red apple","hexcode":"1F34E","group":4,"tags":["apple","red apple","fruit","crêpe"]},
             {"label":"person: beard","hexcode":"1F9D4","group":1},
             {"label":"family: man, woman, girl","hexcode":"1F468-200D-1F469-200D-1F467","group":1},
             {"label":"woman’s boot","hexcode":"1F462","group":7},
             {"label":"keycap: *","hexcode":"2A-FE0F-20E3","group":8},
             {"label":"Japanese “acceptable” button","hexcode":"1F251","group":8},
             {"label":"UP! button","hexcode":"1F199","group":8},
             {"label":"piñata","hexcode":"1FA85","group":6},
             {"label":"twelve o’clock","hexcode":"1F55B","group":5},
             {"label":"bullseye","hexcode":"1F3AF","group":6},
             {"label":"thumbs up","hexcode":"1F44D","group":1},
             {"label":"laptop","hexcode":"1F4BB","group":7},
             {"label":"cat face","hexcode":"1F431","group":3},
             {"label":"cat","hexcode":"1F408","group":3},
             {"label":"water pistol","hexcode":"1F52B","group":6},
             {"label":"flag in hole","hexcode":"26F3","group":6},
             {"label":"white flag","hexcode":"1F3F3-FE0F","group":9},
             {"label":"bald","hexcode":"1F9B2","group":2}]
            """;

    private static final String UNICODE_NAMES = """
            {"1F3AF":"DIRECT HIT","1F52B":"PISTOL","1F4BB":"PERSONAL COMPUTER","2615":"HOT BEVERAGE"}
            """;

    private final Path folder;
    private final Map<String, Path> archives = new LinkedHashMap<>();
    private final List<String> fetched = new ArrayList<>();

    TinyPackages(Path folder) {
        this.folder = folder;
    }

    NpmPackage emojibase() throws IOException {
        return publish(
                "emojibase",
                new Tar().add("package/en/data.json", EMOJIBASE).add("package/meta/unicode-names.json", UNICODE_NAMES));
    }

    /** A set whose drawings are all {@link #SQUARE}. */
    EmojiSet squares(String style, String... names) throws IOException {
        StringBuilder icons = new StringBuilder();
        for (String name : names) {
            icons.append(icons.length() == 0 ? "" : ",").append(icon(name, SQUARE));
        }
        return set(style, "{\"icons\":{" + icons + "},\"width\":16,\"height\":16}", "{}", "{}");
    }

    static String icon(String name, String body) {
        return "\"" + name + "\":{\"body\":\"" + body + "\"}";
    }

    EmojiSet set(String style, String icons, String chars, String categories) throws IOException {
        Tar tar = new Tar()
                .add("package/icons.json", icons)
                .add("package/chars.json", chars)
                .add("package/metadata.json", "{\"categories\":" + categories + "}");
        return new EmojiSet(style, publish(style, tar), "MIT", "Somebody", Quirks.NONE);
    }

    Path archive(NpmPackage published) {
        Path archive = archives.get(published.name());
        if (archive == null) {
            throw new IllegalArgumentException(published + " was never published");
        }
        return archive;
    }

    /** The packages fetched so far. */
    List<String> fetched() {
        return List.copyOf(fetched);
    }

    @Override
    public Path fetch(NpmPackage wanted, Path directory) {
        fetched.add(wanted.name());
        try {
            return Files.copy(archive(wanted), directory.resolve("fetched.tgz"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private NpmPackage publish(String name, Tar tar) throws IOException {
        Path archive = tar.write(folder.resolve(name + ".tgz"));
        archives.put(name, archive);
        return new NpmPackage(name, "1.0.0", Integrity.of(archive));
    }
}
