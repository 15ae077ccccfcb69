package io.sfumato.data.shapes;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Outlines about the origin, one unit wide. */
enum Figure {
    CIRCLE {
        @Override
        Shape outline() {
            return new Ellipse2D.Double(-0.5, -0.5, 1, 1);
        }
    },
    SQUARE {
        @Override
        Shape outline() {
            return new Rectangle2D.Double(-0.45, -0.45, 0.9, 0.9);
        }
    },
    TRIANGLE {
        @Override
        Shape outline() {
            return star(3, 0.55, 0.275);
        }
    },
    STAR {
        @Override
        Shape outline() {
            return star(5, 0.55, 0.22);
        }
    },
    CROSS {
        @Override
        Shape outline() {
            Path2D cross = new Path2D.Double(new Rectangle2D.Double(-0.5, -0.15, 1, 0.3));
            cross.append(new Rectangle2D.Double(-0.15, -0.5, 0.3, 1), false);
            return cross;
        }
    },
    DIAMOND {
        @Override
        Shape outline() {
            return star(2, 0.55, 0.35);
        }
    };

    abstract Shape outline();

    /** Points at one distance from the middle, and between them others at another. */
    private static Shape star(int points, double far, double near) {
        Path2D star = new Path2D.Double();
        for (int i = 0; i < 2 * points; i++) {
            double angle = Math.PI * i / points - Math.PI / 2;
            double distance = i % 2 == 0 ? far : near;
            double x = distance * Math.cos(angle);
            double y = distance * Math.sin(angle);
            if (i == 0) {
                star.moveTo(x, y);
            } else {
                star.lineTo(x, y);
            }
        }
        star.closePath();
        return star;
    }
}
