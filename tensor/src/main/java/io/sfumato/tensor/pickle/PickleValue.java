package io.sfumato.tensor.pickle;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle holds: plain values, and PyTorch's description of tensors. Containers may contain themselves, as in Python,
 * so nothing may walk them to the end; their text says what they are and not what is in them.
 */
public sealed interface PickleValue {

    /** What this is, for messages: "a dict". */
    String kind();

    /** Python's {@code None}. */
    record Nothing() implements PickleValue {
        @Override
        public String kind() {
            return "None";
        }
    }

    /** A truth value. */
    record Truth(boolean value) implements PickleValue {
        @Override
        public String kind() {
            return "a bool";
        }
    }

    /** An integer of any length. */
    record Whole(BigInteger value) implements PickleValue {
        static Whole of(long value) {
            return new Whole(BigInteger.valueOf(value));
        }

        @Override
        public String kind() {
            return "an int";
        }
    }

    /** A floating-point number. */
    record Real(double value) implements PickleValue {
        @Override
        public String kind() {
            return "a float";
        }
    }

    /** A text. */
    record Text(String value) implements PickleValue {
        @Override
        public String kind() {
            return "a str";
        }
    }

    /** Bytes, one in each char from 0 to 255. */
    record Bytes(String latin1) implements PickleValue {
        static Bytes of(byte[] bytes) {
            return new Bytes(new String(bytes, StandardCharsets.ISO_8859_1));
        }

        @Override
        public String kind() {
            return "bytes";
        }
    }

    /** A tuple. */
    record Tuple(List<PickleValue> items) implements PickleValue {
        public Tuple {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a tuple";
        }

        @Override
        public String toString() {
            return kind();
        }
    }

    /** A list or a set, which grows while its pickle is read. */
    record Listing(List<PickleValue> items) implements PickleValue {
        static Listing empty() {
            return new Listing(new ArrayList<>());
        }

        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public String toString() {
            return kind();
        }
    }

    /** A dict, which grows while its pickle is read. Only what stands under a text is kept; nobody asks for the rest. */
    record Table(Map<String, PickleValue> entries) implements PickleValue {
        static Table empty() {
            return new Table(new LinkedHashMap<>());
        }

        void put(PickleValue key, PickleValue value) {
            if (key instanceof Text text) {
                entries.put(text.value(), value);
            }
        }

        @Override
        public String kind() {
            return "a dict";
        }

        @Override
        public String toString() {
            return kind();
        }
    }

    /** A name from the closed list: of a function or a class that is never there, only its name. */
    record Name(String module, String name) implements PickleValue {
        @Override
        public String kind() {
            return "the name " + this;
        }

        @Override
        public String toString() {
            return module + "." + name;
        }
    }

    /** A type of numpy's, little endian, by its short name such as {@code f8}. */
    record NumpyType(String code) implements PickleValue {
        @Override
        public String kind() {
            return "a numpy dtype";
        }
    }

    /**
     * Numbers that lie elsewhere in the file, under a key.
     *
     * @param elements how many the pickle says there are
     */
    record Storage(ElementType type, String key, long elements) implements PickleValue {
        @Override
        public String kind() {
            return "a storage";
        }
    }

    /**
     * A tensor: every {@code strides}-th element of a storage, beginning at {@code offset}. Nothing of it has been checked
     * against the storage.
     */
    record View(Storage storage, long offset, List<Long> sizes, List<Long> strides) implements PickleValue {
        @Override
        public String kind() {
            return "a tensor";
        }

        @Override
        public String toString() {
            return kind();
        }
    }
}
