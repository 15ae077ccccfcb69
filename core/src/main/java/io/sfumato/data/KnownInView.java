package io.sfumato.data;

import io.sfumato.image.Picture;
import java.util.List;
import java.util.Optional;

/** What is known of a picture as its square has it; what has no place in a picture stays as it is. */
final class KnownInView {
    private KnownInView() {}

    /** Of the whole picture, which is scaled to these sides. */
    static Known scaled(Known known, Picture picture, Framing.Cut.Sides sides) {
        if (!(known instanceof Known.Labelled labelled)) {
            return known;
        }
        LabelMap map = labelled.map();
        if (map.width() != picture.width() || map.height() != picture.height()) {
            throw new DataException("has a map of " + map.width() + " x " + map.height() + ", expected "
                    + picture.width() + " x " + picture.height() + " as the picture has");
        }
        return new Known.Labelled(new LabelMap(map.indices().resized(sides.width(), sides.height())));
    }

    static Known framed(Known known, Placement placement, int size) {
        if (known instanceof Known.Boxes boxes) {
            return framed(boxes, placement.view());
        }
        return known instanceof Known.Labelled labelled
                ? new Known.Labelled(framed(labelled.map(), placement, size))
                : known;
    }

    private static LabelMap framed(LabelMap map, Placement placement, int size) {
        return new LabelMap(map.indices()
                .cut(placement.x(), placement.y(), placement.side(), placement.side())
                .resized(size, size));
    }

    private static Known.Boxes framed(Known.Boxes boxes, View view) {
        List<Box> seen = boxes.boxes().stream()
                .map(box -> framed(box, view))
                .flatMap(Optional::stream)
                .toList();
        return new Known.Boxes(seen);
    }

    private static Optional<Box> framed(Box box, View view) {
        double left = share((box.left() - view.left()) / view.width());
        double top = share((box.top() - view.top()) / view.height());
        double width = share((box.right() - view.left()) / view.width()) - left;
        double height = share((box.bottom() - view.top()) / view.height()) - top;
        return width > 0 && height > 0
                ? Optional.of(new Box(box.kind(), left, top, width, height, box.crowd()))
                : Optional.empty();
    }

    private static double share(double at) {
        return Math.max(0, Math.min(1, at));
    }

    static Known mirrored(Known known) {
        if (known instanceof Known.Boxes boxes) {
            return new Known.Boxes(boxes.boxes().stream().map(Box::mirrored).toList());
        }
        return known instanceof Known.Labelled labelled
                ? new Known.Labelled(new LabelMap(labelled.map().indices().mirrored()))
                : known;
    }
}
