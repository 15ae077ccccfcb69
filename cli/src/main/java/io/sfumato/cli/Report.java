package io.sfumato.cli;

import java.nio.file.Path;
import java.time.Duration;

/** Says what came of a verb that makes pictures. */
interface Report {
    /** One picture is written. */
    void picture(long seed, Path file);

    /** The sheet of all pictures is written. */
    void grid(Path file);

    /** Something is not as the user may expect. */
    void warning(String message);

    /** All is done. */
    void done(Duration took);
}
