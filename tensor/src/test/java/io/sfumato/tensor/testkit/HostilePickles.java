package io.sfumato.tensor.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Pickles that are damaged, or ask for more memory or time than any checkpoint. */
final class HostilePickles {
    private static final int MANY = 200_000;

    static final List<HostileFile> ALL = List.of(
            pickle("lists in lists", "nested deeper", p -> p.repeat(MANY, ']').repeat(MANY, 'a')),
            pickle("marks in marks", "nested deeper", p -> p.repeat(MANY, '(').repeat(MANY, 't')),
            pickle("tuples in tuples", "is a tuple", p -> p.code('N').repeat(MANY, 0x85)),
            pickle("dicts in dicts by recall", "no tensors", HostilePickles::chain),
            pickle("lists doubled sixty times", "is a list", HostilePickles::laughs),
            pickle("a list in itself", "is a list", p -> p.code(']', 'q', 0, 'h', 0, 'a')),
            pickle("a dict in itself", "no tensors", p -> p.code('}', 'q', 0)
                    .text("state_dict")
                    .code('h', 0, 's')),
            pickle("a tuple in its own list", "is a list", p -> p.code(']', 'q', 0)
                    .code('h', 0, 0x85, 'a')),
            pickle("half a million memories", "remembers more", p -> p.code('N').repeat(500_001, 0x94)),
            pickle("a million dicts", "has more than 1000000 values", p -> p.code(']')
                    .repeat(21, batch(50_000))),
            pickle("a list copied again and again", "has more than 1000000 values", HostilePickles::copies),
            pickle("a dict of pairs copied again and again", "has more than 1000000 values", HostilePickles::pairs),
            pickle("a text of 8 EiB", "9223372036854775807", p -> p.code(0x8d).raw8(Long.MAX_VALUE)),
            pickle("a text of negative length", "18446744073709551615", p -> p.code(0x8d)
                    .raw8(-1)),
            pickle("a text of 4 GiB", "4294967295", p -> p.code('X').raw4(-1)),
            pickle("bytes of 2 GiB", "2147483648", p -> p.code('B').raw4(1L << 31)),
            pickle("bytes of 8 EiB", "9223372036854775807", p -> p.code(0x8e).raw8(Long.MAX_VALUE)),
            pickle("a byte array of 1 TiB", "1099511627776", p -> p.code(0x96).raw8(1L << 40)),
            pickle("a string of negative length", "bytes is announced", p -> p.code('T')
                    .raw4(-5)),
            pickle("an integer of 2 GiB", "integer of 2147483647", p -> p.code(0x8b)
                    .raw4(Integer.MAX_VALUE)),
            pickle("an integer of negative length", "integer of -1", p -> p.code(0x8b)
                    .raw4(-1)),
            pickle("an integer of endless digits", "longer than", p -> p.code('I')
                    .line("9".repeat(5_000))),
            pickle("an integer that is none", "not an integer", p -> p.code('I').line("0x7f")),
            pickle("a frame of 8 EiB", "a frame of", p -> p.code(0x95).raw8(Long.MAX_VALUE)),
            pickle("40 MB of text", "bytes of text", p -> p.code('X')
                    .raw4(40 << 20)
                    .raw(new byte[40 << 20])),
            pickle("recall of what was never remembered", "never remembered", p -> p.code('j')
                    .raw4(-1)),
            pickle("memory of nothing", "a value is needed", p -> p.code('q', 0)),
            pickle("a call without a stack", "a value is needed", p -> p.code('R')),
            pickle("a value taken from under a mark", "a value is needed", p -> p.code('N', '(', '0')),
            pickle("a tuple of fewer than three", "3 values are needed", p -> p.code('N', 'N', 0x87)),
            pickle("entries without a mark", "a mark is needed", p -> p.code('}', 'u')),
            pickle("a key without a value", "no value", p -> p.code('}', '(', 'N', 'u')),
            pickle("entries for a list", "expected a dict", p -> p.code(']', 'N', 'N', 's')),
            pickle("items for a dict", "expected a list", p -> p.code('}', 'N', 'a')),
            pickle("items for a tuple", "expected a list", p -> p.code(')', '(', 'N', 'e')),
            pickle("an instruction that does not exist", "0xff", p -> p.code(0xff)),
            pickle("an instruction of protocol 0", "0x53", p -> p.code('S').line("'text'")),
            pickle("a persistent id in plain text", "0x50", p -> p.code('P').line("storage")),
            pickle("a buffer from outside", "0x97", p -> p.code(0x97)),
            pickle("a protocol of the future", "protocol 200", p -> p.code(0x80, 200)),
            pickle("STOP with nothing", "0 values", p -> p),
            pickle("STOP with two values", "2 values", p -> p.code('N', 'N')),
            pickle("STOP with an open mark", "1 marks", p -> p.code('N', '(')),
            bytes("no STOP", "ends early", () -> without(1)),
            bytes("a pickle cut in the middle", "ends early", () -> without(40)),
            bytes("an empty pickle", "ends early", () -> new byte[0]));

    private HostilePickles() {}

    /** Each dict holds the one before it, which is recalled; nothing is open for long. */
    private static PickleWriter chain(PickleWriter pickle) {
        pickle.code('}', 'q', 0, '0');
        for (int i = 0; i < 50_000; i++) {
            pickle.code('}').text("a").code('h', 0, 's', 'q', 0, '0');
        }
        return pickle.code('h', 0);
    }

    /** Two to the sixtieth values, for who would walk them. */
    private static PickleWriter laughs(PickleWriter pickle) {
        pickle.code(']', 'q', 0, '0');
        for (int i = 1; i <= 60; i++) {
            pickle.code(']', 'q', i, '(', 'h', i - 1, 'h', i - 1, 'e', '0');
        }
        return pickle.code('h', 60);
    }

    /** A set of a list, that is a copy, and again. */
    private static PickleWriter copies(PickleWriter pickle) {
        pickle.code(']', 'q', 0).code(batch(50_000)).code('0', '(');
        for (int i = 0; i < 1_000; i++) {
            pickle.global("builtins.set").code('h', 0, 0x85, 'R');
        }
        return pickle.code('t');
    }

    /** As {@link #copies}, by a dict of pairs. */
    private static PickleWriter pairs(PickleWriter pickle) {
        pickle.code(']', 'q', 0, '(');
        for (int i = 0; i < 20_000; i++) {
            pickle.text("key " + i).code('N', 0x86);
        }
        pickle.code('e', '0', '(');
        for (int i = 0; i < 1_000; i++) {
            pickle.global("collections.OrderedDict").code('h', 0, 0x85, 'R');
        }
        return pickle.code('t');
    }

    /** {@code count} dicts added to a list. */
    private static int[] batch(int count) {
        int[] codes = new int[count + 2];
        Arrays.fill(codes, '}');
        codes[0] = '(';
        codes[count + 1] = 'e';
        return codes;
    }

    private static byte[] without(int bytes) {
        byte[] pickle = TorchFile.small().pickle();
        return Arrays.copyOf(pickle, pickle.length - bytes);
    }

    /** Ends with STOP what {@code body} writes. */
    private static HostileFile pickle(String name, String complaint, UnaryOperator<PickleWriter> body) {
        return bytes(name, complaint, () -> body.apply(PickleWriter.begin()).stop());
    }

    private static HostileFile bytes(String name, String complaint, Supplier<byte[]> pickle) {
        return HostileFile.of(name, complaint, () -> TorchFile.small().zip(pickle.get()));
    }
}
