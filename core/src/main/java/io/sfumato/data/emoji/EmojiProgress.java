package io.sfumato.data.emoji;

/** Hears how far a build is. Calls never overlap, but may come from different threads. */
public interface EmojiProgress {
    /** Hears nothing. */
    EmojiProgress SILENT = new EmojiProgress() {
        @Override
        public void stage(String name, long total) {}

        @Override
        public void advance(long count) {}
    };

    /** A new stage begins, with {@code total} things to do. */
    void stage(String name, long total);

    /** {@code count} more things of the stage are done. */
    void advance(long count);
}
