package io.sfumato.data.shapes;

import io.sfumato.data.DataSet;
import io.sfumato.data.Known;
import io.sfumato.image.Picture;
import io.sfumato.image.PixelImages;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * Every shape in every colour, size and corner on white: a data set that is always at hand. Its captions say all of it, as in {@code
 * "a small red circle, upper left"}.
 *
 * @param side of the pictures in pixels
 */
public record Shapes(int side) implements DataSet {

    /** A colour and its word. */
    private enum Paint {
        RED(0xe03030),
        GREEN(0x30a040),
        BLUE(0x3060e0),
        YELLOW(0xf0c020),
        PURPLE(0x9040b0),
        BLACK(0x202020);

        private final Color colour;

        Paint(int rgb) {
            colour = new Color(rgb);
        }
    }

    /** How large a shape is, as a share of the side. */
    private enum Size {
        SMALL(0.3),
        LARGE(0.55);

        private final double share;

        Size(double share) {
            this.share = share;
        }
    }

    /** Where its middle is, as shares of the sides. */
    private enum Place {
        UPPER_LEFT(0.33, 0.33),
        UPPER_RIGHT(0.67, 0.33),
        LOWER_LEFT(0.33, 0.67),
        LOWER_RIGHT(0.67, 0.67);

        private final double x;
        private final double y;

        Place(double x, double y) {
            this.x = x;
            this.y = y;
        }
    }

    private record Drawing(Figure figure, Paint paint, Size size, Place place) {
        private static final List<Figure> FIGURES = List.of(Figure.values());
        private static final List<Paint> PAINTS = List.of(Paint.values());
        private static final List<Size> SIZES = List.of(Size.values());
        private static final List<Place> PLACES = List.of(Place.values());

        static Drawing of(int index) {
            int rest = index;
            Figure figure = FIGURES.get(rest % FIGURES.size());
            rest /= FIGURES.size();
            Paint paint = PAINTS.get(rest % PAINTS.size());
            rest /= PAINTS.size();
            return new Drawing(figure, paint, SIZES.get(rest % SIZES.size()), PLACES.get(rest / SIZES.size()));
        }

        static int count() {
            return FIGURES.size() * PAINTS.size() * SIZES.size() * PLACES.size();
        }

        Description description() {
            return new Description(word(size) + " " + word(paint) + " " + word(figure), word(place));
        }

        private static String word(Enum<?> value) {
            return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    @Override
    public int count() {
        return Drawing.count();
    }

    @Override
    public String name(int index) {
        return Drawing.of(index).description().canonical();
    }

    @Override
    public Known known(int index) {
        return Drawing.of(index).description();
    }

    @Override
    public Picture picture(int index) {
        Drawing drawing = Drawing.of(index);
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, side, side);
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setColor(drawing.paint.colour);
            AffineTransform placed =
                    AffineTransform.getTranslateInstance(drawing.place.x * side, drawing.place.y * side);
            placed.scale(drawing.size.share * side, drawing.size.share * side);
            graphics.fill(placed.createTransformedShape(drawing.figure.outline()));
        } finally {
            graphics.dispose();
        }
        return Picture.ofPlanes(side, side, PixelImages.planes(image));
    }
}
