package io.sfumato.tensor.pickle;

import io.sfumato.tensor.pickle.PickleValue.Bytes;
import io.sfumato.tensor.pickle.PickleValue.NumpyType;
import io.sfumato.tensor.pickle.PickleValue.Real;
import io.sfumato.tensor.pickle.PickleValue.Text;
import io.sfumato.tensor.pickle.PickleValue.Truth;
import io.sfumato.tensor.pickle.PickleValue.Tuple;
import io.sfumato.tensor.pickle.PickleValue.Whole;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Single numbers of numpy's, which the learning-rate schedules of published checkpoints hold. */
final class NumpyNumbers {
    private static final Set<String> CODES = Set.of("f8", "f4", "i8", "i4", "i2", "i1", "u4", "u2", "u1", "b1");

    private NumpyNumbers() {}

    /** {@code numpy.dtype(code, align, copy)}. */
    static NumpyType type(Arguments arguments) {
        arguments.checkCount(1, 3);
        String code = arguments.text(0);
        if (!CODES.contains(code)) {
            throw new PickleException("numpy type '" + PickleException.shown(code) + "' is not a number");
        }
        return new NumpyType(code);
    }

    /** The state of a dtype: a version, then the order of its bytes, then what only structures have. */
    static void checkState(PickleValue state) {
        if (!(state instanceof Tuple tuple)
                || tuple.items().size() < 2
                || !(tuple.items().get(1) instanceof Text order)
                || !Set.of("<", "|", "=").contains(order.value())) {
            throw new PickleException("a numpy dtype is not of little-endian numbers");
        }
    }

    /** {@code _codecs.encode(text, "latin1")}: how protocol 2 writes bytes. */
    static Bytes encode(Arguments arguments) {
        arguments.checkCount(2, 2);
        if (!arguments.text(1).equals("latin1") || arguments.text(0).chars().anyMatch(c -> c > 255)) {
            throw new PickleException("_codecs.encode is not used for bytes in latin1");
        }
        return new Bytes(arguments.text(0));
    }

    /** {@code numpy.core.multiarray.scalar(dtype, bytes)}. */
    static PickleValue scalar(Arguments arguments) {
        arguments.checkCount(2, 2);
        String code = arguments.at(0, NumpyType.class).code();
        byte[] bytes = arguments.values().get(1) instanceof Text text
                ? text.value().getBytes(StandardCharsets.UTF_8) // Python 2
                : arguments.at(1, Bytes.class).latin1().getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length != code.charAt(1) - '0') {
            throw new PickleException("a numpy " + code + " has " + bytes.length + " bytes");
        }
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return switch (code) {
            case "f8" -> new Real(data.getDouble());
            case "f4" -> new Real(data.getFloat());
            case "i8" -> Whole.of(data.getLong());
            case "i4" -> Whole.of(data.getInt());
            case "i2" -> Whole.of(data.getShort());
            case "i1" -> Whole.of(data.get());
            case "u4" -> Whole.of(data.getInt() & 0xffff_ffffL);
            case "u2" -> Whole.of(data.getShort() & 0xffff);
            case "u1" -> Whole.of(data.get() & 0xff);
            default -> new Truth(data.get() != 0);
        };
    }
}
