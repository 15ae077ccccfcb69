package io.sfumato.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/** What a measurement has found. */
interface EvaluationReport {
    /** Adds it to {@code json}, and writes sheets of pictures into a folder. */
    void write(ObjectNode json, Path folder) throws IOException;

    /** In one line. */
    String summary();
}
