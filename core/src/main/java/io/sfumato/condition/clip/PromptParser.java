package io.sfumato.condition.clip;

import io.sfumato.condition.ConditionException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one {@link WeightedPrompt} from left to right. */
final class PromptParser {
    private static final double ROUND = 1.1;
    private static final double SQUARE = 1 / 1.1;

    /** A prompt with more open brackets is a drawing, or an attack on the time that this takes. */
    private static final int MOST_OPEN = 100;

    private static final Pattern PIECE = Pattern.compile(
            "\\\\(?<escaped>[()\\[\\]\\\\]?)" //
                    + "|(?<open>[(\\[])" //
                    + "|:\\s*(?<weight>[+-]?[.\\d]+)\\s*\\)" //
                    + "|(?<close>[)\\]])" //
                    + "|[^\\\\()\\[\\]:]+" //
                    + "|:");
    private static final Pattern BREAK = Pattern.compile("\\bBREAK\\b", Pattern.UNICODE_CHARACTER_CLASS);

    private final List<Part> parts = new ArrayList<>();
    private final Deque<Integer> round = new ArrayDeque<>();
    private final Deque<Integer> square = new ArrayDeque<>();

    /** A part of the prompt whose weight is not known before its brackets are closed. */
    private sealed interface Part {
        Part times(double factor);
    }

    private record Words(String text, double weight) implements Part {
        @Override
        public Part times(double factor) {
            return new Words(text, weight * factor);
        }
    }

    private record Break() implements Part {
        @Override
        public Part times(double factor) {
            return this;
        }
    }

    WeightedPrompt parse(String prompt) {
        Matcher piece = PIECE.matcher(prompt);
        while (piece.find()) {
            take(piece);
        }
        round.descendingIterator().forEachRemaining(start -> multiply(start, ROUND));
        square.descendingIterator().forEachRemaining(start -> multiply(start, SQUARE));
        return new WeightedPrompt(sections());
    }

    private void take(Matcher piece) {
        if (piece.group("escaped") != null) {
            parts.add(new Words(piece.group("escaped"), 1));
        } else if (piece.group("open") != null) {
            open(piece.group().equals("(") ? round : square);
        } else if (piece.group("weight") != null && !round.isEmpty()) {
            multiply(round.pop(), number(piece.group("weight")));
        } else if (piece.group().equals(")") && !round.isEmpty()) {
            multiply(round.pop(), ROUND);
        } else if (piece.group().equals("]") && !square.isEmpty()) {
            multiply(square.pop(), SQUARE);
        } else {
            addWords(piece.group());
        }
    }

    private void open(Deque<Integer> brackets) {
        brackets.push(parts.size());
        if (brackets.size() > MOST_OPEN) {
            throw new ConditionException("prompt: more than " + MOST_OPEN
                    + " brackets are open at once, expected a few: write \\( for a bracket that is none");
        }
    }

    private void multiply(int start, double factor) {
        parts.subList(start, parts.size()).replaceAll(part -> part.times(factor));
    }

    private static double number(String weight) {
        try {
            return Double.parseDouble(weight);
        } catch (NumberFormatException e) {
            throw new ConditionException("prompt: weight is '" + weight + "', expected a number as in (word:1.3)", e);
        }
    }

    /** Blanks around a break belong to it. */
    private void addWords(String text) {
        String[] between = BREAK.split(text, -1);
        for (int i = 0; i < between.length; i++) {
            String words = i == 0 ? between[i] : between[i].stripLeading();
            parts.add(new Words(i == between.length - 1 ? words : words.stripTrailing(), 1));
            if (i < between.length - 1) {
                parts.add(new Break());
            }
        }
    }

    private List<List<WeightedText>> sections() {
        List<List<Words>> sections = new ArrayList<>(List.of(new ArrayList<>()));
        for (Part part : parts) {
            if (part instanceof Words words) {
                sections.get(sections.size() - 1).add(words);
            } else {
                sections.add(new ArrayList<>());
            }
        }
        return sections.stream().map(PromptParser::joined).toList();
    }

    /** Neighbours of one weight are one text, so that a word may span them. */
    private static List<WeightedText> joined(List<Words> words) {
        List<WeightedText> joined = new ArrayList<>();
        int end = 0;
        for (int start = 0; start < words.size(); start = end) {
            double weight = words.get(start).weight();
            StringBuilder text = new StringBuilder();
            for (end = start; end < words.size() && words.get(end).weight() == weight; end++) {
                text.append(words.get(end).text());
            }
            if (!text.isEmpty()) {
                joined.add(new WeightedText(text.toString(), weight));
            }
        }
        return joined;
    }
}
