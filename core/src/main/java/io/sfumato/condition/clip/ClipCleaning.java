package io.sfumato.condition.clip;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What CLIP does to a text before it cuts it: HTML's entities become what they stand for, twice; odd characters become
 * plain ones, as the Python library ftfy has it; blanks become single spaces, capitals small letters.
 *
 * <p>Of ftfy, this leaves out the repair of text that was decoded wrongly ("â€™" for an apostrophe) and of terminal
 * colours; of HTML, entities without their semicolon and the rarer names.
 */
final class ClipCleaning {
    private static final Pattern ENTITY = Pattern.compile("&(?:#(\\d{1,7})|#[xX](\\p{XDigit}{1,6})|(\\w{2,6}));");
    private static final Map<String, String> NAMED = Map.ofEntries(
            Map.entry("amp", "&"),
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("quot", "\""),
            Map.entry("apos", "'"),
            Map.entry("nbsp", "\u00A0"),
            Map.entry("hellip", "\u2026"),
            Map.entry("ndash", "\u2013"),
            Map.entry("mdash", "\u2014"),
            Map.entry("lsquo", "\u2018"),
            Map.entry("rsquo", "\u2019"),
            Map.entry("ldquo", "\u201C"),
            Map.entry("rdquo", "\u201D"));

    private static final Pattern SINGLE_QUOTES = Pattern.compile("[\u02BC\u2018-\u201B]");
    private static final Pattern DOUBLE_QUOTES = Pattern.compile("[\u201C-\u201F]");

    /** Ligatures of Latin letters, and the full-width and half-width forms of East Asian typesetting. */
    private static final Pattern FORMS =
            Pattern.compile("[\u0132\u0133\u0149\u01C4-\u01CC\u01F1-\u01F3\uFB00-\uFB06\u3000\uFF01-\uFFEE]");

    private static final Pattern CONTROLS = Pattern.compile(
            "[\\x{0}-\\x{8}\\x{B}\\x{E}-\\x{1F}\\x{7F}\\x{206A}-\\x{206F}\\x{FEFF}\\x{FFF9}-\\x{FFFC}]");
    private static final Pattern BLANKS = Pattern.compile("\\p{IsWhite_Space}+");

    private ClipCleaning() {}

    static String clean(String text) {
        String plain = plainCharacters(unescape(unescape(text)));
        return BLANKS.matcher(plain).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    }

    private static String unescape(String text) {
        return ENTITY.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(meaning(match).orElse(match.group())));
    }

    private static Optional<String> meaning(MatchResult entity) {
        if (entity.group(3) != null) {
            return Optional.ofNullable(NAMED.get(entity.group(3)));
        }
        int point = entity.group(1) != null ? Integer.parseInt(entity.group(1)) : Integer.parseInt(entity.group(2), 16);
        boolean isCharacter =
                Character.isValidCodePoint(point) && Character.getType(point) != Character.SURROGATE && point != 0;
        return Optional.of(isCharacter ? Character.toString(point) : "\uFFFD");
    }

    private static String plainCharacters(String text) {
        String plain = FORMS.matcher(text).replaceAll(match -> Matcher.quoteReplacement(compatible(match.group())));
        plain = SINGLE_QUOTES.matcher(plain).replaceAll("'");
        plain = DOUBLE_QUOTES.matcher(plain).replaceAll("\"");
        return Normalizer.normalize(CONTROLS.matcher(plain).replaceAll(""), Form.NFC);
    }

    private static String compatible(String character) {
        return Normalizer.normalize(character, Form.NFKC);
    }
}
