package io.sfumato.tensor;

/** The libraries behind every tensor, which take a second to load. */
public final class NativeLibraries {
    private NativeLibraries() {}

    /** Begins to load them beside other work; who needs them first waits for what is left. */
    public static void loadEarly() {
        Thread loader = new Thread(Engine::start, "native libraries");
        loader.setDaemon(true);
        loader.start();
    }
}
