package io.sfumato.cli;

import io.sfumato.diffusion.Shortcuts;
import picocli.CommandLine.Option;

/** What is left out for speed; the picture may be another one then. */
final class ShortcutOptions {
    @Option(
            names = "--reuse",
            paramLabel = "N",
            description =
                    "Compute the lower levels of the U-Net at every N-th step alone: 3 takes about 0.6 of the time, at some"
                            + " cost in quality (default: at each).")
    private int reuse = 1;

    @Option(
            names = "--merge-tokens",
            paramLabel = "SHARE",
            description =
                    "Share of the largest map's tokens that attend together with others, such as 0.5: for large pictures"
                            + " (default: none).")
    private double merged;

    /** What is asked for. */
    Shortcuts shortcuts() {
        try {
            return new Shortcuts(new Shortcuts.Reuse(reuse), new Shortcuts.TokenMerging(merged));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }
}
