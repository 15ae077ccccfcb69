package io.sfumato.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the loss of a stage over the images seen. */
final class LossPlot {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 500;

    private LossPlot() {}

    static void draw(Metrics metrics, Path file, String stage) {
        List<Metrics.Point> points = metrics.read();
        if (points.size() < 2) {
            return;
        }
        List<Long> images = points.stream().map(Metrics.Point::images).toList();
        List<Double> losses = points.stream().map(Metrics.Point::loss).toList();
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(stage)
                .xAxisTitle("images seen")
                .yAxisTitle("loss")
                .theme(Styler.ChartTheme.XChart)
                .build();
        chart.getStyler().setYAxisLogarithmic(true).setLegendVisible(false);
        chart.addSeries("loss", images, losses).setMarker(SeriesMarkers.NONE);
        try {
            BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
