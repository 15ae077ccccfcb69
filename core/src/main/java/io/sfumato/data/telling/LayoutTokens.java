package io.sfumato.data.telling;

import io.sfumato.data.Box;
import io.sfumato.data.DataException;
import io.sfumato.data.Framed;
import io.sfumato.data.Known;
import io.sfumato.data.Telling;
import io.sfumato.data.View;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Boxes as numbers of a vocabulary, as the reference has them ({@code coordinates_bbox}): of each box that the square shows,
 * its kind, its upper left and its lower right corner, in a drawn order, and at the end the corners of the square itself.
 * All corners are those of the whole picture, mirrored where the square is: 92 numbers for 30 boxes.
 *
 * @param kinds of things
 * @param boxes for which there is room; what is over is left out
 * @param vocabulary numbers there are; the last one stands where there is no box
 */
public record LayoutTokens(int kinds, int boxes, int vocabulary) implements Telling {
    private static final int TOKENS_A_BOX = 3;
    private static final int TOKENS_OF_THE_SQUARE = 2;

    /** Checks that the vocabulary has a number for each kind, alone and in a crowd. */
    public LayoutTokens {
        if (kinds < 1 || boxes < 1 || 2 * kinds >= vocabulary) {
            throw new DataException("a layout of " + kinds + " kinds and " + boxes + " boxes has a vocabulary of "
                    + vocabulary + ", expected more than twice the kinds");
        }
    }

    /** For texts of so many tokens. */
    public static LayoutTokens ofWindow(int kinds, int window, int vocabulary) {
        if ((window - TOKENS_OF_THE_SQUARE) % TOKENS_A_BOX != 0) {
            throw new DataException(
                    "a layout has " + window + " tokens, expected 2 more than three a box, as 92 of 30 boxes");
        }
        return new LayoutTokens(kinds, (window - TOKENS_OF_THE_SQUARE) / TOKENS_A_BOX, vocabulary);
    }

    @Override
    public Known of(Framed framed, Known whole, RandomGenerator random) {
        View view = framed.view();
        List<Box> left = new ArrayList<>(((Known.Boxes) whole).boxes());
        List<Box> seen = new ArrayList<>();
        while (!left.isEmpty() && seen.size() < boxes) {
            Box box = left.remove(random.nextInt(left.size()));
            if (isSeen(box, view)) {
                seen.add(box);
            }
        }
        List<Integer> tokens = new ArrayList<>();
        for (Box box : seen) {
            tokens.add(box.kind() + (box.crowd() ? kinds : 0));
            addCorners(box, view.flip(), tokens);
        }
        while (tokens.size() < TOKENS_A_BOX * boxes) {
            tokens.add(vocabulary - 1);
        }
        addCorners(new Box(0, view.left(), view.top(), view.width(), view.height(), false), view.flip(), tokens);
        return new Known.Tokens(tokens);
    }

    private static boolean isSeen(Box box, View view) {
        return Math.min(box.left() + box.width(), view.left() + view.width()) > Math.max(box.left(), view.left())
                && Math.min(box.top() + box.height(), view.top() + view.height()) > Math.max(box.top(), view.top());
    }

    private void addCorners(Box box, View.Flip flip, List<Integer> tokens) {
        double left = flip == View.Flip.MIRRORED ? 1 - (box.left() + box.width()) : box.left();
        tokens.add(token(left, box.top()));
        tokens.add(token(left + box.width(), box.top() + box.height()));
    }

    /** The place in a grid of as many points as the vocabulary has room for, row by row. */
    private int token(double x, double y) {
        int last = (int) Math.sqrt(vocabulary) - 1;
        return place(y, last) * (last + 1) + place(x, last);
    }

    private static int place(double share, int last) {
        return (int) Math.max(0, Math.min(last, Math.rint(share * last)));
    }
}
