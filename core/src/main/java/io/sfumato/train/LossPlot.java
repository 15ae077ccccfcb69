package io.sfumato.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    static void draw(Path metrics, Path file, String stage) {
        List<Double> images = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        read(metrics, images, losses);
        if (images.size() < 2) {
            return;
        }
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

    private static void read(Path metrics, List<Double> images, List<Double> losses) {
        ObjectMapper json = new ObjectMapper();
        try {
            for (String line : Files.readAllLines(metrics)) {
                JsonNode node = json.readTree(line);
                images.add(node.path("images").asDouble());
                losses.add(node.path("loss").asDouble());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
