package io.sfumato.data.emoji;

import io.sfumato.data.Captions;
import io.sfumato.data.DataException;
import io.sfumato.data.Example;
import io.sfumato.data.ImageFolder;
import io.sfumato.data.Split;
import io.sfumato.data.emoji.DrawingCrew.Outcome;
import io.sfumato.data.emoji.DrawingCrew.Result;
import io.sfumato.image.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A folder of emoji pictures, made from seven freely licensed sets.
 *
 * <p>A build may be interrupted at any time: what is there is whole, and the next build goes on. A finished one is
 * recognised and left as it is, without asking the registry for anything.
 */
public final class EmojiDataset {
    private static final int SMALLEST = 8;
    private static final int LARGEST = 2048;
    private static final int MOST_FAILURES_PERCENT = 1;
    private static final int FAILURES_QUOTED = 10;

    private final Path directory;
    private final int size;
    private final EmojiSources sources;
    private final PackageCache cache;
    private final Recipe recipe;
    private final int threads;

    EmojiDataset(Path directory, int size, EmojiSources sources, PackageSource registry, int threads) {
        if (size < SMALLEST || size > LARGEST) {
            throw new DataException("emoji: size is " + size + ", expected " + SMALLEST + " to " + LARGEST + " pixels");
        }
        this.directory = directory;
        this.size = size;
        this.sources = sources;
        this.cache = new PackageCache(directory.resolve(".sources"), registry);
        this.recipe = Recipe.of(sources, size);
        this.threads = threads;
    }

    /** The data set in {@code directory}, of pictures with {@code size} by {@code size} pixels. */
    public static EmojiDataset at(Path directory, int size) {
        return new EmojiDataset(
                directory,
                size,
                EmojiSources.ALL,
                NpmClient.installed(),
                Runtime.getRuntime().availableProcessors());
    }

    /**
     * What is in the data set after a build.
     *
     * @param pictures how many pictures there are
     * @param concepts how many different things they show
     * @param heldOut how many of the pictures are held out
     * @param alreadyThere how many were there before
     * @param failures what could not be drawn, and why
     */
    public record Summary(int pictures, int concepts, int heldOut, int alreadyThere, List<String> failures) {
        /** Takes a copy of the list. */
        public Summary {
            failures = List.copyOf(failures);
        }
    }

    /** Fetches, draws and writes what is not there yet. */
    public Summary build(EmojiProgress progress) {
        Optional<BuiltMark> mark = BuiltMark.read(cache.directory());
        if (mark.isPresent() && mark.get().size() != size) {
            throw new DataException(directory + ": holds pictures of "
                    + mark.get().size() + " pixels, asked for " + size + ". Choose another folder, or empty this one");
        }
        return mark.flatMap(this::finished).orElseGet(() -> make(new OneAtATime(progress)));
    }

    /** The summary of an earlier build, where nothing is missing from it. */
    private Optional<Summary> finished(BuiltMark mark) {
        Path metadata = directory.resolve(ImageFolder.METADATA);
        boolean same = mark.recipe().equals(recipe.text())
                && Files.isRegularFile(metadata)
                && Files.isRegularFile(directory.resolve("README.md"))
                && Integrity.of(metadata).value().equals(mark.metadata());
        if (!same) {
            return Optional.empty();
        }
        List<Example> examples;
        try {
            examples = ImageFolder.read(directory);
        } catch (DataException e) {
            return Optional.empty(); // a picture is gone: draw it again
        }
        boolean whole = examples.stream().allMatch(example -> PngFile.isComplete(example.image(), size));
        return whole ? Optional.of(summary(examples, examples.size(), mark.failures())) : Optional.empty();
    }

    private Summary make(EmojiProgress progress) {
        List<Drawing> drawings = drawings(progress);
        recipe.begin(directory, cache.directory(), drawings);
        progress.stage("drawing", drawings.size());
        List<Result> results = new DrawingCrew(directory, new SvgRasteriser(size), threads)
                .draw(drawings, done -> progress.advance(1));
        List<String> failures = results.stream()
                .filter(result -> result.outcome() == Outcome.FAILED)
                .map(result -> result.drawing().origin() + ": " + result.note())
                .toList();
        checkFew(failures, results.size());
        int alreadyThere = (int) results.stream()
                .filter(result -> result.outcome() == Outcome.ALREADY_THERE)
                .count();
        List<Example> examples = examples(results.stream()
                .filter(result -> result.outcome() != Outcome.FAILED)
                .map(Result::drawing)
                .toList());
        progress.stage("writing", 1);
        Summary summary = summary(examples, alreadyThere, failures);
        write(examples, summary);
        progress.advance(1);
        return summary;
    }

    private List<Drawing> drawings(EmojiProgress progress) {
        progress.stage("fetching", sources.sets().size() + 1L);
        Path labels = cache.archive(sources.labels());
        progress.advance(1);
        Map<EmojiSet, Path> archives = new LinkedHashMap<>();
        for (EmojiSet set : sources.sets()) {
            archives.put(set, cache.archive(set.source()));
            progress.advance(1);
        }
        progress.stage("reading", archives.size());
        List<IconSet> sets = new ArrayList<>();
        archives.forEach((set, archive) -> {
            sets.add(IconSetReader.read(set, archive));
            progress.advance(1);
        });
        Naming naming = new Naming(Emojibase.read(labels), sets);
        return sets.stream()
                .flatMap(set -> naming.drawings(set).stream())
                .sorted(Comparator.comparing(
                                (Drawing drawing) -> drawing.concept().id())
                        .thenComparing(drawing -> drawing.set().style()))
                .toList();
    }

    private List<Example> examples(List<Drawing> drawings) {
        Set<HoldOut.Pair> heldOut =
                HoldOut.of(drawings.stream().map(EmojiDataset::pair).toList());
        return drawings.stream()
                .map(drawing -> example(drawing, heldOut.contains(pair(drawing)) ? Split.HELD_OUT : Split.TRAIN))
                .toList();
    }

    private Example example(Drawing drawing, Split split) {
        Concept concept = drawing.concept();
        String style = drawing.set().style();
        return new Example(
                directory.resolve(drawing.fileName()),
                concept.label(),
                concept.tags(),
                Captions.ready(concept.label(), style),
                style,
                concept.id(),
                concept.category(),
                split,
                drawing.set().source().toString());
    }

    private static HoldOut.Pair pair(Drawing drawing) {
        return new HoldOut.Pair(drawing.concept().id(), drawing.set().style());
    }

    private void write(List<Example> examples, Summary summary) {
        byte[] metadata = ImageFolder.metadata(directory, examples).getBytes(StandardCharsets.UTF_8);
        byte[] card = new DataCard(size, sources.sets(), examples).text().getBytes(StandardCharsets.UTF_8);
        try {
            Path file = directory.resolve(ImageFolder.METADATA);
            WholeFile.write(file, metadata);
            WholeFile.write(directory.resolve("README.md"), card);
            new BuiltMark(recipe.text(), size, Integrity.of(file).value(), summary.failures()).write(cache.directory());
        } catch (IOException e) {
            throw new DataException(directory + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private void checkFew(List<String> failures, int drawings) {
        if (failures.size() * 100L > (long) drawings * MOST_FAILURES_PERCENT) {
            throw new DataException(directory + ": " + failures.size() + " of " + drawings
                    + " drawings failed, expected at most " + MOST_FAILURES_PERCENT + " %: "
                    + String.join("; ", failures.subList(0, Math.min(FAILURES_QUOTED, failures.size()))));
        }
    }

    private static Summary summary(List<Example> examples, int alreadyThere, List<String> failures) {
        long concepts = examples.stream().map(Example::concept).distinct().count();
        long heldOut = examples.stream()
                .filter(example -> example.split() == Split.HELD_OUT)
                .count();
        return new Summary(examples.size(), (int) concepts, (int) heldOut, alreadyThere, failures);
    }

    /** Passes on what threads report, one call at a time. */
    private record OneAtATime(EmojiProgress progress) implements EmojiProgress {
        @Override
        public void stage(String name, long total) {
            synchronized (progress) {
                progress.stage(name, total);
            }
        }

        @Override
        public void advance(long count) {
            synchronized (progress) {
                progress.advance(count);
            }
        }
    }
}
