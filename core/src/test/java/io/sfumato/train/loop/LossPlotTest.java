package io.sfumato.train.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.image.Png;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossPlotTest {
    @TempDir
    private Path folder;

    @Test
    void aPlotNeedsTwoPoints() throws IOException {
        RunFolder run = new RunFolder(folder);
        Path plot = run.plot("diffusion");
        run.metrics("diffusion").append(new Metrics.Point(new Progress(20, 80), Map.of("loss", 0.5)));
        LossPlot.draw(run.metrics("diffusion"), plot, "diffusion");
        assertThat(plot).doesNotExist();
        run.metrics("diffusion").append(new Metrics.Point(new Progress(40, 160), Map.of("loss", 0.25)));
        LossPlot.draw(run.metrics("diffusion"), plot, "diffusion");
        assertThat(Png.read(plot).image().getWidth()).isEqualTo(900);
    }

    @Test
    void sheetsAreFilledRowByRow() throws IOException {
        var image = new java.awt.image.BufferedImage(4, 4, java.awt.image.BufferedImage.TYPE_INT_RGB);
        Path sheet = folder.resolve("sheet.png");
        Sheets.write(List.of(image, image, image), 2, sheet);
        assertThat(Png.read(sheet).image().getWidth()).isEqualTo(10);
        assertThat(Png.read(sheet).image().getHeight()).isEqualTo(10);
    }
}
