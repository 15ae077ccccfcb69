package io.sfumato.data.shapes;

import io.sfumato.data.DataException;
import io.sfumato.data.Known;
import io.sfumato.image.Png;
import io.sfumato.image.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** {@link Shapes} as files, in the simplest layout that people use: pictures, and a text of the same name beside each. */
public final class ShapesFolder {
    private ShapesFolder() {}

    /**
     * Writes all shapes; what is there already stays.
     *
     * @return how many pictures there are
     */
    public static int write(Path folder, int side) {
        Shapes shapes = new Shapes(side);
        try {
            Files.createDirectories(folder);
            for (int i = 0; i < shapes.count(); i++) {
                String name = String.format(Locale.ROOT, "%03d", i);
                WholeFile.write(
                        folder.resolve(name + ".png"),
                        Png.of(shapes.picture(i).toImage()).encode());
                String caption = ((Known.Words) shapes.known(i)).canonical();
                WholeFile.write(folder.resolve(name + ".txt"), (caption + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return shapes.count();
        } catch (IOException e) {
            throw new DataException(folder + " cannot be written: " + e.getMessage() + ". Is the folder writable?", e);
        }
    }
}
