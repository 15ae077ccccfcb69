package io.sfumato.data.emoji;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkinTonesTest {
    private static final Set<String> NAMES = Set.of("thumbs-up", "handshake", "ice-skate");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "thumbs-up-light-skin-tone",
                "kiss-man-man-light-skin-tone-medium-light-skin-tone",
                "man-dark-skin-tone-bald",
                "dark-skin-tone",
                "mermaid-tone3",
                "thumbs-up-1f3fb",
                "thumbs-up-medium-dark",
                "handshake-light-dark"
            })
    void variantsAreToldByTheirNames(String name) {
        assertThat(SkinTones.isVariant(name, List.of(), NAMES)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"thumbs-up", "light-bulb", "black-medium-square", "moon-dark", "milestone-tone", "ringtone1"})
    void othersAreKept(String name) {
        assertThat(SkinTones.isVariant(name, List.of(), NAMES)).isFalse();
    }

    @Test
    void codePointsDecideWhereThereAreAny() {
        assertThat(SkinTones.isVariant("odd-name", List.of("1f44d-1f3ff"), NAMES))
                .isTrue();
        assertThat(SkinTones.isVariant("thumbs-up-dark", List.of("1f44d"), NAMES))
                .isFalse();
    }
}
