package io.sfumato.data.emoji;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamingTest {
    @TempDir
    private Path folder;

    private TinyPackages packages = new TinyPackages(Path.of("."));

    @BeforeEach
    void open() {
        packages = new TinyPackages(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "red-apple, red apple, red-apple, food & drink",
        "redapple, red apple, red-apple, food & drink",
        "grinning-face-with-big-eyes, grinning face with big eyes, grinning-face-with-big-eyes, smileys & emotion",
        "person-beard, person beard, person-beard, people & body",
        "family-man-woman-girl, family man woman girl, family-man-woman-girl, people & body",
        "womans-boot, woman's boot, womans-boot, objects",
        "keycap-asterisk, keycap asterisk, keycap-asterisk, symbols",
        "japanese-acceptable-button, japanese acceptable button, japanese-acceptable-button, symbols",
        "up-button, up button, up-button, symbols",
        "pinata, pinata, pinata, activities",
        "twelve-oclock, twelve o'clock, twelve-oclock, travel & places",
        "directhit, bullseye, bullseye, activities",
        "personalcomputer, laptop, laptop, objects",
        "letter-a, letter a, letter-a, symbols",
        "flag-in-hole, flag in hole, flag-in-hole, activities",
        "celtic-cross, celtic cross, celtic-cross, symbols",
    })
    void namesMeetUnicodesLabels(String name, String label, String id, String category) throws IOException {
        Drawing drawing = only(packages.squares("old", name));

        assertThat(drawing.concept().label()).isEqualTo(label);
        assertThat(drawing.concept().id()).isEqualTo(id);
        assertThat(drawing.concept().category()).isEqualTo(category);
    }

    @ParameterizedTest
    @ValueSource(strings = {"flag-chile", "flag-for-flag-chile", "white-flag", "unknown-flag", "bald"})
    void flagsAndSwatchesAreLeftOut(String name) throws IOException {
        assertThat(drawings(packages.squares("old", name))).isEmpty();
    }

    @Test
    void hiddenDrawingsAndSkinTonesAreLeftOut() throws IOException {
        EmojiSet set = packages.set(
                "old",
                "{\"icons\":{" + TinyPackages.icon("thumbs-up", TinyPackages.SQUARE) + ","
                        + TinyPackages.icon("thumbs-up-dark-skin-tone", TinyPackages.SQUARE) + ","
                        + TinyPackages.icon("thumbs-up-medium", TinyPackages.SQUARE)
                        + ",\"cat\":{\"body\":\"<g/>\",\"hidden\":true}}}",
                "{}",
                "{}");

        assertThat(only(set).concept().label()).isEqualTo("thumbs up");
    }

    @Test
    void brokenDrawingsAreLeftOut() throws IOException {
        EmojiSet set = packages.squares("old", "cat", "red-apple");
        Quirks quirks = new Quirks(Map.of(), java.util.Set.of("cat"));

        assertThat(only(with(quirks, set)).concept().id()).isEqualTo("red-apple");
    }

    @Test
    void codePointsDecideBeforeNames() throws IOException {
        EmojiSet set = packages.set(
                "new",
                "{\"icons\":{" + TinyPackages.icon("cat", TinyPackages.SQUARE) + "}}",
                "{\"1f431\":\"cat\"}",
                "{}");

        assertThat(only(set).concept().label()).isEqualTo("cat face");
    }

    @Test
    void aNameThatAnotherSetTiesToCodePointsIsUnderstood() throws IOException {
        EmojiSet newer = packages.set(
                "new",
                "{\"icons\":{" + TinyPackages.icon("apple-red", TinyPackages.SQUARE)
                        + "},\"aliases\":{\"ruddy-fruit\":{\"parent\":\"apple-red\"}}}",
                "{\"1f34e\":\"apple-red\"}",
                "{}");
        EmojiSet older = packages.squares("old", "ruddy-fruit");

        assertThat(drawings(newer, older))
                .extracting(drawing -> drawing.concept().id())
                .containsExactly("red-apple", "red-apple");
    }

    @Test
    void anAliasIsNoSecondPicture() throws IOException {
        EmojiSet set = packages.set(
                "old",
                "{\"icons\":{" + TinyPackages.icon("ruddy-fruit", TinyPackages.SQUARE)
                        + "},\"aliases\":{\"red-apple\":{\"parent\":\"ruddy-fruit\"}}}",
                "{}",
                "{}");

        assertThat(only(set).concept().id()).isEqualTo("red-apple");
    }

    @Test
    void whenTwoDrawingsClaimOneConceptTheSurerWinsAndTheOtherKeepsItsName() throws IOException {
        Map<String, String> ids = drawings(packages.squares("old", "direct-hit", "bullseye")).stream()
                .collect(Collectors.toMap(drawing -> drawing.icon().name(), drawing -> drawing.concept()
                        .id()));

        assertThat(ids).containsOnly(Map.entry("bullseye", "bullseye"), Map.entry("direct-hit", "direct-hit"));
    }

    @Test
    void nicknamesReplaceNames() throws IOException {
        Quirks quirks = new Quirks(Map.of("cat", "cat face", "catside", "cat", "pistol", "pistol"), java.util.Set.of());
        EmojiSet set = with(quirks, packages.squares("old", "cat", "catside", "pistol"));

        assertThat(drawings(set))
                .extracting(drawing ->
                        drawing.icon().name() + " is " + drawing.concept().label())
                .containsExactlyInAnyOrder("cat is cat face", "catside is cat", "pistol is pistol");
    }

    @Test
    void theCategoryOfTheSetCountsWhereUnicodeHasNone() throws IOException {
        EmojiSet set = packages.set(
                "old",
                "{\"icons\":{" + TinyPackages.icon("hard-disk", TinyPackages.SQUARE) + ","
                        + TinyPackages.icon("waterfall", TinyPackages.SQUARE) + "}}",
                "{}",
                "{\"Objects\":[\"hard-disk\"],\"Nature\":[\"waterfall\"]}");

        assertThat(drawings(set))
                .extracting(drawing -> drawing.concept().category())
                .containsExactly("objects", "animals & nature");
    }

    @Test
    void tagsAreWordsOtherThanTheLabel() throws IOException {
        assertThat(only(packages.squares("old", "red-apple")).concept().tags())
                .containsExactly("apple", "fruit", "crepe");
        assertThat(only(packages.squares("old", "grinning-face-with-big-eyes"))
                        .concept()
                        .tags())
                .containsExactly("face", "grin", "smile");
    }

    @Test
    void theNicknamesOfFirefoxOsNameNothingTwice() {
        assertThat(FxemojiQuirks.ALL.nicknames().values()).doesNotHaveDuplicates();
    }

    private static EmojiSet with(Quirks quirks, EmojiSet set) {
        return new EmojiSet(set.style(), set.source(), set.licence(), set.attribution(), quirks);
    }

    private Drawing only(EmojiSet set) throws IOException {
        List<Drawing> drawings = drawings(set);
        assertThat(drawings).hasSize(1);
        return drawings.get(0);
    }

    private List<Drawing> drawings(EmojiSet... sets) throws IOException {
        Emojibase emojibase = Emojibase.read(packages.archive(packages.emojibase()));
        List<IconSet> read = Stream.of(sets)
                .map(set -> IconSetReader.read(set, packages.archive(set.source())))
                .toList();
        Naming naming = new Naming(emojibase, read);
        return read.stream().flatMap(set -> naming.drawings(set).stream()).toList();
    }
}
