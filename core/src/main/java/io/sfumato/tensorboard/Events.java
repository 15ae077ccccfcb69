package io.sfumato.tensorboard;

import io.sfumato.image.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;

/**
 * The events of a file, as {@code event.proto} and {@code summary.proto} of TensorFlow number their fields.
 *
 * @param wallTime when they happen, seconds since 1970
 */
record Events(double wallTime) {
    private static final String VERSION = "brain.Event:2";

    // of Event
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int SESSION_LOG = 7;

    // of SessionLog
    private static final int STATUS = 1;
    private static final int START = 1;

    // of Summary, and of its Value
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;
    private static final int IMAGE = 4;

    // of Summary.Image
    private static final int HEIGHT = 1;
    private static final int WIDTH = 2;
    private static final int COLORSPACE = 3;
    private static final int ENCODED = 4;

    /** The first event of every file. */
    byte[] version() {
        return new Message().put(WALL_TIME, wallTime).put(FILE_VERSION, VERSION).bytes();
    }

    /** Work begins at a step: events of earlier files are forgotten from there on. */
    byte[] start(long step) {
        return at(step).put(SESSION_LOG, new Message().put(STATUS, START)).bytes();
    }

    byte[] scalar(String tag, long step, double number) {
        return summary(step, new Message().put(TAG, tag).put(SIMPLE_VALUE, (float) number));
    }

    /** A picture; the kind of its colours is the number of its channels: 1 grey, 3 red, green and blue, 2 and 4 with opacity. */
    byte[] image(String tag, long step, Png picture) throws IOException {
        BufferedImage image = picture.image();
        Message encoded = new Message()
                .put(HEIGHT, image.getHeight())
                .put(WIDTH, image.getWidth())
                .put(COLORSPACE, image.getColorModel().getNumComponents())
                .put(ENCODED, picture.encode());
        return summary(step, new Message().put(TAG, tag).put(IMAGE, encoded));
    }

    private byte[] summary(long step, Message entry) {
        return at(step).put(SUMMARY, new Message().put(VALUE, entry)).bytes();
    }

    private Message at(long step) {
        return new Message().put(WALL_TIME, wallTime).put(STEP, step);
    }
}
