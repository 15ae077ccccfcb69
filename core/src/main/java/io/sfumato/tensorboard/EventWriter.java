package io.sfumato.tensorboard;

import io.sfumato.image.Png;
import io.sfumato.tensor.FileTrouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;

/**
 * Writes one event file of TensorBoard. Every event is in the file when its method returns, so that a process that dies loses
 * none, and a file that is cut short can be read up to the cut. For one thread. What cannot be written is an {@link
 * UncheckedIOException} that names the file.
 */
public final class EventWriter implements AutoCloseable {
    private static final double NANOS = 1e9;

    private final Path file;
    private final FileChannel channel;
    private final Clock clock;

    private EventWriter(Path file, FileChannel channel, Clock clock) {
        this.file = file;
        this.channel = channel;
        this.clock = clock;
    }

    /**
     * A new file in {@code folder}, which is made where it is not there; earlier files stay as they are.
     *
     * @param step the first step that will be written: what earlier files have from there on is forgotten by TensorBoard, as is
     *     right for a run that goes on from a checkpoint and takes those steps again; 0 for a run that begins
     */
    public static EventWriter append(Path folder, long step) {
        return append(folder, step, Clock.systemUTC());
    }

    static EventWriter append(Path folder, long step, Clock clock) {
        checkStep(step);
        EventWriter writer = open(folder, clock);
        writer.write(writer.now().version());
        writer.write(writer.now().start(step)); // the first of a run is expected too, for the second to count
        return writer;
    }

    private static EventWriter open(Path folder, Clock clock) {
        try {
            Files.createDirectories(folder);
            Path file = EventFileName.next(folder, clock.instant());
            return new EventWriter(
                    file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), clock);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /**
     * A number at a step.
     *
     * @param tag what it is of, such as {@code loss/train}; TensorBoard groups by what is before the slash
     */
    public void scalar(String tag, long step, double value) {
        check(tag, step);
        write(now().scalar(tag, step, value));
    }

    /** A picture at a step. */
    public void image(String tag, long step, Png picture) {
        check(tag, step);
        try {
            write(now().image(tag, step, picture));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** Has everything written brought to the disk, against a machine that loses power. */
    public void flush() {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private Events now() {
        Instant now = clock.instant();
        return new Events(now.getEpochSecond() + now.getNano() / NANOS);
    }

    private static void check(String tag, long step) {
        checkStep(step);
        if (tag.isBlank()) {
            throw new IllegalArgumentException("an event has no tag, expected a name such as loss/train");
        }
    }

    private static void checkStep(long step) {
        if (step < 0) {
            throw new IllegalArgumentException("an event is at step " + step + ", expected 0 or more");
        }
    }

    private void write(byte[] event) {
        ByteBuffer record = Records.of(event);
        try {
            while (record.hasRemaining()) {
                channel.write(record);
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static UncheckedIOException unwritable(Path path, IOException e) {
        return new UncheckedIOException(new IOException(path + " cannot be written: " + FileTrouble.of(e), e));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }
}
