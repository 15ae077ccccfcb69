package io.sfumato.tensor;

import java.io.IOException;
import org.bytedeco.javacpp.Loader;

/** The libraries behind every tensor, which take a second to load. */
public final class NativeLibraries {
    private NativeLibraries() {}

    /** Begins to load them beside other work; who needs them first waits for what is left. */
    public static void loadEarly() {
        Thread loader = new Thread(Engine::start, "native libraries");
        loader.setDaemon(true);
        loader.start();
    }

    /** The version of libtorch, and of what binds it to Java. */
    public static String libtorch() {
        try {
            return Loader.getVersion("org.bytedeco", "pytorch");
        } catch (IOException e) {
            return "unknown"; // to whoever has packed it anew
        }
    }
}
