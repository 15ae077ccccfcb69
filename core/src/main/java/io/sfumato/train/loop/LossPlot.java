package io.sfumato.train.loop;

import io.sfumato.image.Png;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws the loss of a stage over the images seen, on pictures that it learns from and on those held out. The chart's library would write
 * the file by a stream of Java's that cannot be opened once a signal has come.
 */
final class LossPlot {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 500;

    private LossPlot() {}

    static void draw(Metrics metrics, Path file, String stage) {
        List<Metrics.Point> points = metrics.read();
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(stage)
                .xAxisTitle("images seen")
                .yAxisTitle("loss")
                .theme(Styler.ChartTheme.XChart)
                .build();
        add(chart, "loss", points);
        add(chart, "held_out_loss", points);
        if (chart.getSeriesMap().isEmpty()) {
            return;
        }
        chart.getStyler().setYAxisLogarithmic(isAboveZero(points)).setLegendVisible(true);
        try {
            Png.of(BitmapEncoder.getBufferedImage(chart)).write(file);
        } catch (IOException e) {
            throw new RecipeException(file + " cannot be written: " + FileTrouble.of(e), e);
        }
    }

    private static void add(XYChart chart, String name, List<Metrics.Point> points) {
        List<Metrics.Point> having = points.stream()
                .filter(point -> point.figures().containsKey(name))
                .toList();
        if (having.size() >= 2) {
            chart.addSeries(
                            name.replace('_', ' '),
                            having.stream()
                                    .map(point -> point.progress().images())
                                    .toList(),
                            having.stream()
                                    .map(point -> point.figures().get(name))
                                    .toList())
                    .setMarker(SeriesMarkers.NONE);
        }
    }

    private static boolean isAboveZero(List<Metrics.Point> points) {
        return points.stream()
                .allMatch(point -> point.figures().getOrDefault("loss", 1.0) > 0
                        && point.figures().getOrDefault("held_out_loss", 1.0) > 0);
    }
}
