package io.sfumato.tensor.pickle;

import io.sfumato.tensor.pickle.PickleValue.Bytes;
import io.sfumato.tensor.pickle.PickleValue.Listing;
import io.sfumato.tensor.pickle.PickleValue.Name;
import io.sfumato.tensor.pickle.PickleValue.Table;
import io.sfumato.tensor.pickle.PickleValue.Text;
import io.sfumato.tensor.pickle.PickleValue.Truth;
import io.sfumato.tensor.pickle.PickleValue.Tuple;
import io.sfumato.tensor.pickle.PickleValue.Whole;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows the instructions of one pickle over a stack of plain values. What a name or a call means is up to {@link
 * TorchNames}; whatever is not written there is refused.
 */
public final class Unpickler {
    private static final int NEWEST_PROTOCOL = 5;

    /** Bytes of the longest integer: far more than a seed has. */
    private static final int LONGEST_INTEGER = 64;

    private final PickleInput input;
    private final TorchNames names;
    private final Limits limits;
    private final OpenValues open;
    private final Map<Long, PickleValue> memo = new HashMap<>();
    private long textBytes;
    private boolean stopped;

    Unpickler(PickleInput input, TorchNames names, Limits limits) {
        this.input = input;
        this.names = names;
        this.limits = limits;
        this.open = new OpenValues(limits);
    }

    /**
     * Reads the next pickle of {@code input}, to the byte after its STOP.
     *
     * @throws PickleException where it is damaged, too large, or asks for a name that is not in the list
     */
    public static PickleValue read(PickleInput input, TorchNames names) throws IOException {
        return new Unpickler(input, names, Limits.CHECKPOINT).run();
    }

    PickleValue run() throws IOException {
        while (!stopped) {
            long at = input.position();
            try {
                step(input.unsigned1());
            } catch (PickleException e) {
                throw new PickleException("at byte " + at + " of its pickle, " + e.getMessage(), e);
            }
        }
        return open.result();
    }

    private void step(int code) throws IOException {
        Opcode.of(code)
                .orElseThrow(() -> new PickleException(
                        "0x%02x is not an instruction that a checkpoint needs. Is the file damaged?".formatted(code)))
                .run(this);
    }

    PickleInput input() {
        return input;
    }

    OpenValues open() {
        return open;
    }

    // ---- the pickle itself -----------------------------------------------------------------------------------------

    void protocol() throws IOException {
        int protocol = input.unsigned1();
        if (protocol > NEWEST_PROTOCOL) {
            throw new PickleException("the pickle is of protocol " + protocol + ", the newest known is 5");
        }
    }

    /** Frames help a reader to read ahead. They have no other meaning, but must lie in the file. */
    void frame() throws IOException {
        checkLength("a frame", input.signed8());
    }

    void stop() {
        open.result();
        stopped = true;
    }

    void remember() {
        remember(memo.size());
    }

    void remember(long index) {
        memo.put(index, open.peek());
        if (memo.size() > limits.memo()) {
            throw new PickleException("the pickle remembers more than " + limits.memo() + " values");
        }
    }

    void recall(long index) {
        PickleValue value = memo.get(index);
        if (value == null) {
            throw new PickleException("value " + index + " is recalled, and was never remembered");
        }
        open.push(value);
    }

    // ---- plain values ----------------------------------------------------------------------------------------------

    private int checkLength(String what, long length) {
        if (length < 0 || length > input.remaining()) {
            throw new PickleException(what + " of " + Long.toUnsignedString(length) + " bytes is announced, and "
                    + input.remaining() + " are left. Was the file cut short?");
        }
        return (int) Math.min(length, Integer.MAX_VALUE);
    }

    byte[] bytes(long length) throws IOException {
        int checked = checkLength("a text", length);
        textBytes += checked;
        if (textBytes > limits.text()) {
            throw new PickleException("the pickle has more than " + limits.text() + " bytes of text");
        }
        return input.bytes(checked);
    }

    void text(long length) throws IOException {
        open.push(new Text(new String(bytes(length), StandardCharsets.UTF_8)));
    }

    /** Python 2 had one type for both. */
    void textOrBytes(long length) throws IOException {
        byte[] bytes = bytes(length);
        try {
            open.push(new Text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()));
        } catch (CharacterCodingException e) {
            open.push(Bytes.of(bytes));
        }
    }

    void wholeNumber(int length) throws IOException {
        if (length < 0 || length > LONGEST_INTEGER) {
            throw new PickleException(
                    "an integer of " + length + " bytes is announced, expected at most " + LONGEST_INTEGER);
        }
        open.push(new Whole(input.wholeNumber(checkLength("an integer", length))));
    }

    /** Protocol 2 of Python 2 wrote truth values as {@code 00} and {@code 01}, as protocol 0 does. */
    void decimal() throws IOException {
        String line = input.line();
        if (line.equals("00") || line.equals("01")) {
            open.push(new Truth(line.equals("01")));
        } else if (line.matches("[-+]?\\d{1,150}")) {
            open.push(new Whole(new BigInteger(line)));
        } else {
            throw new PickleException("'" + PickleException.shown(line) + "' is not an integer");
        }
    }

    // ---- containers ------------------------------------------------------------------------------------------------

    void tuple(List<PickleValue> items) {
        open.push(new Tuple(items));
    }

    void append(List<PickleValue> items) {
        if (!(open.peek() instanceof Listing listing)) {
            throw new PickleException("items are added to " + open.peek().kind() + ", expected a list or a set");
        }
        listing.items().addAll(items);
    }

    void put(List<PickleValue> items) {
        if (!(open.peek() instanceof Table table)) {
            throw new PickleException("entries are put into " + open.peek().kind() + ", expected a dict");
        }
        if (items.size() % 2 != 0) {
            throw new PickleException("the last key has no value");
        }
        for (int i = 0; i < items.size(); i += 2) {
            table.put(items.get(i), items.get(i + 1));
        }
    }

    // ---- names and calls -------------------------------------------------------------------------------------------

    void globalName() throws IOException {
        String module = input.line();
        open.push(names.name(module, input.line()));
    }

    void stackedName() {
        PickleValue name = open.pop();
        PickleValue module = open.pop();
        if (!(module instanceof Text moduleText) || !(name instanceof Text nameText)) {
            throw new PickleException(
                    "a name is made of " + module.kind() + " and " + name.kind() + ", expected texts");
        }
        open.push(names.name(moduleText.value(), nameText.value()));
    }

    /** Protocol 0's call of a class. Named, so that a message says what it was after, and never followed. */
    void instance() throws IOException {
        String module = input.line();
        throw new PickleException("INST makes an instance of " + names.name(module, input.line())
                + ": no checkpoint is written so. Is the file damaged?");
    }

    void persistent() {
        open.push(names.persistent(open.pop()));
    }

    void call() {
        PickleValue arguments = open.pop();
        PickleValue callable = open.pop();
        if (!(callable instanceof Name name) || !(arguments instanceof Tuple tuple)) {
            throw new PickleException(
                    callable.kind() + " is called with " + arguments.kind() + ", expected a name and a tuple");
        }
        PickleValue made = names.call(name, tuple);
        open.charge(copied(made));
        open.push(made);
    }

    /** What a call copied out of its arguments: without a charge, a few bytes that call again would copy it again. */
    private static int copied(PickleValue made) {
        if (made instanceof Table table) {
            return table.entries().size();
        }
        return made instanceof Listing listing ? listing.items().size() : 0;
    }

    void build() {
        PickleValue state = open.pop();
        names.build(open.peek(), state);
    }
}
