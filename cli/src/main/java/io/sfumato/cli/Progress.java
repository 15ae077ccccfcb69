package io.sfumato.cli;

/** Tells how far work is. */
interface Progress extends AutoCloseable {
    /** Tells nothing, and prints what is said on the way. */
    Progress SILENT = new Progress() {
        @Override
        public void stage(String name, long total, long done) {}

        @Override
        public void at(long done, String note) {}

        @Override
        public void aside(Runnable printing) {
            printing.run();
        }

        @Override
        public void close() {}
    };

    /** A new stage begins, with {@code total} things to do, of which {@code done} are done already. */
    void stage(String name, long total, long done);

    /** So many things of the stage are done; the note says how it goes. */
    void at(long done, String note);

    /** Prints something else on the same terminal. */
    void aside(Runnable printing);

    @Override
    void close();
}
