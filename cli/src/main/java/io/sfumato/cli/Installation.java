package io.sfumato.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** This copy of the program: its folder, which the launcher tells, and its version. */
final class Installation implements IVersionProvider {
    private static final String EMBEDDED_MODEL = "models/emoji-128";

    /** The model folder that comes with the program. */
    static Path embeddedModel() {
        String home = System.getProperty("sfumato.home");
        if (home == null) {
            throw new UsageException("--model is missing, and without the launcher the embedded model is not known."
                    + " Start ./sfumato, or name a model folder");
        }
        return Path.of(home, EMBEDDED_MODEL);
    }

    /** Name and version of the program. */
    static String version() {
        try (InputStream stream = Installation.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(stream);
            return "sfumato " + properties.getProperty("version").replace("-SNAPSHOT", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {version()};
    }
}
