package io.sfumato.data.emoji;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Chooses the pictures kept back from training. */
final class HoldOut {
    /** The rule, in words for people. */
    static final String RULE = "3 % of all pictures are held out (split `heldout`). Candidates are the pictures whose"
            + " concept is drawn in at least three styles; in the order of the SHA-256 of `concept/style`, each is held"
            + " out unless its concept already has one held out, until there are enough. So every held-out concept is"
            + " still seen in training, in at least two other styles.";

    private static final int PERCENT = 3;
    private static final int FEWEST_STYLES = 3;

    /** A concept in a style. */
    record Pair(String concept, String style) {}

    private HoldOut() {}

    /** Those of {@code pairs} that are held out. */
    static Set<Pair> of(Collection<Pair> pairs) {
        Map<String, Long> styles = pairs.stream().collect(Collectors.groupingBy(Pair::concept, Collectors.counting()));
        List<Pair> candidates = pairs.stream()
                .filter(pair -> styles.getOrDefault(pair.concept(), 0L) >= FEWEST_STYLES)
                .sorted(Comparator.comparing(HoldOut::hash))
                .toList();
        int wanted = pairs.size() * PERCENT / 100;
        Set<Pair> held = new HashSet<>();
        Set<String> concepts = new HashSet<>();
        for (Pair pair : candidates) {
            if (held.size() < wanted && concepts.add(pair.concept())) {
                held.add(pair);
            }
        }
        return held;
    }

    private static BigInteger hash(Pair pair) {
        try {
            byte[] text = (pair.concept() + "/" + pair.style()).getBytes(StandardCharsets.UTF_8);
            return new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
