package io.sfumato.cli;

import io.sfumato.image.Png;
import io.sfumato.pipeline.GenerationListener;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes pictures as they come, and in the end all of them on one sheet. */
final class PictureWriter implements GenerationListener {
    private final PictureFiles files;
    private final PictureText text;
    private final Progress progress;
    private final Report report;
    private final List<BufferedImage> images = new ArrayList<>();
    private boolean sampling;

    PictureWriter(PictureFiles files, PictureText text, Progress progress, Report report) {
        this.files = files;
        this.text = text;
        this.progress = progress;
        this.report = report;
    }

    @Override
    public void step(int done, int of) {
        if (!sampling) {
            sampling = true;
            progress.stage("sampling", of, 0);
        }
        progress.at(done, "");
    }

    @Override
    public void picture(int index, long seed, BufferedImage image) {
        Path file = files.picture(index);
        write(new Png(image, text.chunk(index)), file);
        images.add(image);
        report.picture(seed, file);
    }

    @Override
    public void warning(String message) {
        report.warning(message);
    }

    /** Writes the sheet, where there are several pictures. */
    void finish() {
        files.grid().ifPresent(file -> {
            BufferedImage sheet = text.asked().grid().of(images);
            write(new Png(sheet, text.chunkOfAll()), file);
            report.grid(file);
        });
    }

    private void write(Png png, Path file) {
        try {
            files.makeFolder();
            png.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
