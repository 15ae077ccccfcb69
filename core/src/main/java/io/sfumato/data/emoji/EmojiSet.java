package io.sfumato.data.emoji;

import java.util.List;

/**
 * One hand: a set of emoji by one house.
 *
 * @param style how prompts name it
 * @param source the package with its drawings
 * @param licence the SPDX name of its licence
 * @param attribution whom to name, and where the drawings live
 * @param quirks what one must know to use it well
 */
public record EmojiSet(String style, NpmPackage source, String licence, String attribution, Quirks quirks) {
    /** Google's Noto Emoji, the current drawings. */
    public static final EmojiSet NOTO = new EmojiSet(
            "noto",
            NpmPackage.of(
                    "@iconify-json/noto",
                    "1.2.9",
                    "sha512-DQiuXENbun41ch+XPSV55H9FaWKpHTyz46YIKtSaKYD4fIDDzL1tR6H4np/T38jfrTAeI3rcKF0mqHYeZVAuaw=="),
            "Apache-2.0",
            "Noto Emoji by Google Inc, https://github.com/googlefonts/noto-emoji",
            Quirks.NONE);

    /** Google's Noto Emoji, the drawings of 2017 ("blobs"). */
    public static final EmojiSet NOTO_V1 = new EmojiSet(
            "noto-v1",
            NpmPackage.of(
                    "@iconify-json/noto-v1",
                    "1.2.5",
                    "sha512-/DsVMius69Q0fRS53z7QK1TROSuar606jiIx+laXtdsYGMXpf6LtHBx6CGfoo3UHHb/XpBsw+1L1x3eyPqMuVA=="),
            "Apache-2.0",
            "Noto Emoji (v1) by Google Inc, https://github.com/googlefonts/noto-emoji",
            Quirks.NOTO_V1);

    /** The emoji of Firefox OS. */
    public static final EmojiSet FXEMOJI = new EmojiSet(
            "fxemoji",
            NpmPackage.of(
                    "@iconify-json/fxemoji",
                    "1.2.2",
                    "sha512-UAasRaxzFUKfIGSmLwnoarsssA4LX0VLLuEmplIqM6ZNQqIQRtav8tZ4H1neTlBreXuMQyAifr5jP4kn78DpiQ=="),
            "Apache-2.0",
            "Firefox OS Emoji by Mozilla, https://github.com/mozilla/fxemoji",
            FxemojiQuirks.ALL);

    /** Microsoft's Fluent Emoji, shaded. */
    public static final EmojiSet FLUENT = new EmojiSet(
            "fluent",
            NpmPackage.of(
                    "@iconify-json/fluent-emoji",
                    "1.2.7",
                    "sha512-D8G6bKAyIsyxP1rzZtIWr/gg/fO4Rg1+DyCWlfqKK4h8W+4Em/Y0P6QYgJUQTlUcagzJvSyg+9OBv4hz4Hc/QA=="),
            "MIT",
            "Fluent Emoji by Microsoft Corporation, https://github.com/microsoft/fluentui-emoji",
            Quirks.NONE);

    /** Microsoft's Fluent Emoji, flat. */
    public static final EmojiSet FLUENT_FLAT = new EmojiSet(
            "fluent-flat",
            NpmPackage.of(
                    "@iconify-json/fluent-emoji-flat",
                    "1.2.6",
                    "sha512-RY47RgPb47fYUiyrA64sIOL0+UU02s29sXpNBbIQRBUlPlfNFTKUmZDERGuxDs/7yNGWqQYvuaSYM1M4fRXlUw=="),
            "MIT",
            "Fluent Emoji Flat by Microsoft Corporation, https://github.com/microsoft/fluentui-emoji",
            Quirks.NONE);

    /** Twitter's emoji. */
    public static final EmojiSet TWEMOJI = new EmojiSet(
            "twemoji",
            NpmPackage.of(
                    "@iconify-json/twemoji",
                    "1.2.5",
                    "sha512-uKpuIEV0v6K5BW3Mjdyl+XKFVAbbcPxAgifKvEMtZoUZB5+YiY5zaMm2uNNCxyXzAWU9yNLlj41WU6/mvgALsw=="),
            "CC-BY-4.0",
            "Twemoji by Twitter and contributors, https://github.com/jdecked/twemoji",
            Quirks.NONE);

    /** EmojiOne 2.3, as kept alive by EmojiTwo. */
    public static final EmojiSet EMOJIONE = new EmojiSet(
            "emojione",
            NpmPackage.of(
                    "@iconify-json/emojione",
                    "1.2.3",
                    "sha512-T9+T3HIbJNLKKsmxYKlaYhvnHYkz/HNYTV7SHCXVZPfeUi4FqskY70YeN8yYAZT8cCv7w5vJxS4Q1m8zb9CMMg=="),
            "CC-BY-4.0",
            "Emoji One by EmojiOne and EmojiTwo, https://github.com/EmojiTwo/emojitwo",
            Quirks.OLD_PISTOL);

    /** All seven. */
    public static final List<EmojiSet> ALL = List.of(NOTO, NOTO_V1, FXEMOJI, FLUENT, FLUENT_FLAT, TWEMOJI, EMOJIONE);
}
