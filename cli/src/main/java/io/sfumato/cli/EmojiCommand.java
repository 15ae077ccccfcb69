package io.sfumato.cli;

import io.sfumato.data.emoji.EmojiDataset;
import io.sfumato.data.emoji.EmojiDataset.Summary;
import io.sfumato.data.emoji.EmojiProgress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code data emoji}: the pictures that the embedded model learned from. */
@Command(
        name = "emoji",
        description = "Draws the emoji of seven freely licensed sets, with captions.",
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Fetches the sets from the npm registry once. What is there already is kept, so an interrupted",
            "build goes on. Example:",
            "  ./sfumato data emoji --size 128 --output data/emoji-128"
        })
final class EmojiCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--size", paramLabel = "PIXELS", description = "Width and height (default: ${DEFAULT-VALUE}).")
    private int size = 128;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            description = "Where the data set goes (default: data/emoji-SIZE).")
    private @Nullable Path output;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    EmojiCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path folder = output == null ? Path.of("data", "emoji-" + size) : output;
        Console heard = common.heard(console);
        Summary summary;
        try (Progress progress = heard.bar()) {
            summary = EmojiDataset.at(folder, size).build(new Counting(progress));
        }
        summary.failures().forEach(failure -> heard.note("warning: " + failure));
        heard.out()
                .println(folder + ": " + summary.pictures() + " pictures of " + summary.concepts() + " things, "
                        + summary.heldOut() + " held out; " + summary.alreadyThere() + " were there already");
        return 0;
    }

    /** Adds up what is done. */
    private static final class Counting implements EmojiProgress {
        private final Progress progress;
        private long done;

        Counting(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void stage(String name, long total) {
            done = 0;
            progress.stage(name, total, 0);
        }

        @Override
        public void advance(long count) {
            done += count;
            progress.at(done, "");
        }
    }
}
