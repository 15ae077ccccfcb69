package io.sfumato.tensor.pickle;

import io.sfumato.tensor.pickle.PickleValue.Bytes;
import io.sfumato.tensor.pickle.PickleValue.Listing;
import io.sfumato.tensor.pickle.PickleValue.Nothing;
import io.sfumato.tensor.pickle.PickleValue.Real;
import io.sfumato.tensor.pickle.PickleValue.Table;
import io.sfumato.tensor.pickle.PickleValue.Truth;
import io.sfumato.tensor.pickle.PickleValue.Whole;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The instructions that PyTorch's checkpoints use, of pickle protocols 2 to 5, under the names of Python's {@code
 * pickletools}. {@code INT} is there because Python 2 wrote integers of more than 32 bits with it.
 */
@SuppressWarnings("ImmutableEnumChecker") // steps are functions without state
enum Opcode {
    PROTO(0x80, Unpickler::protocol),
    FRAME(0x95, Unpickler::frame),
    STOP('.', Unpickler::stop),

    MARK('(', u -> u.open().mark()),
    POP('0', u -> u.open().pop()),
    POP_MARK('1', u -> u.open().popToMark()),
    DUP('2', u -> u.open().push(u.open().peek())),

    BINPUT('q', u -> u.remember(u.input().unsigned1())),
    LONG_BINPUT('r', u -> u.remember(u.input().unsigned4())),
    MEMOIZE(0x94, Unpickler::remember),
    BINGET('h', u -> u.recall(u.input().unsigned1())),
    LONG_BINGET('j', u -> u.recall(u.input().unsigned4())),

    NONE('N', u -> u.open().push(new Nothing())),
    NEWTRUE(0x88, u -> u.open().push(new Truth(true))),
    NEWFALSE(0x89, u -> u.open().push(new Truth(false))),
    INT('I', Unpickler::decimal),
    BININT('J', u -> u.open().push(Whole.of(u.input().signed4()))),
    BININT1('K', u -> u.open().push(Whole.of(u.input().unsigned1()))),
    BININT2('M', u -> u.open().push(Whole.of(u.input().unsigned2()))),
    LONG1(0x8a, u -> u.wholeNumber(u.input().unsigned1())),
    LONG4(0x8b, u -> u.wholeNumber(u.input().signed4())),
    BINFLOAT('G', u -> u.open().push(new Real(u.input().bigEndianDouble()))),

    SHORT_BINSTRING('U', u -> u.textOrBytes(u.input().unsigned1())),
    BINSTRING('T', u -> u.textOrBytes(u.input().signed4())),
    SHORT_BINUNICODE(0x8c, u -> u.text(u.input().unsigned1())),
    BINUNICODE('X', u -> u.text(u.input().unsigned4())),
    BINUNICODE8(0x8d, u -> u.text(u.input().signed8())),
    SHORT_BINBYTES('C', u -> u.open().push(Bytes.of(u.bytes(u.input().unsigned1())))),
    BINBYTES('B', u -> u.open().push(Bytes.of(u.bytes(u.input().unsigned4())))),
    BINBYTES8(0x8e, u -> u.open().push(Bytes.of(u.bytes(u.input().signed8())))),
    BYTEARRAY8(0x96, u -> u.open().push(Bytes.of(u.bytes(u.input().signed8())))),

    EMPTY_TUPLE(')', u -> u.tuple(u.open().pop(0))),
    TUPLE1(0x85, u -> u.tuple(u.open().pop(1))),
    TUPLE2(0x86, u -> u.tuple(u.open().pop(2))),
    TUPLE3(0x87, u -> u.tuple(u.open().pop(3))),
    TUPLE('t', u -> u.tuple(u.open().popToMark())),
    EMPTY_LIST(']', u -> u.open().push(Listing.empty())),
    APPEND('a', u -> u.append(u.open().pop(1))),
    APPENDS('e', u -> u.append(u.open().popToMark())),
    EMPTY_SET(0x8f, u -> u.open().push(Listing.empty())),
    ADDITEMS(0x90, u -> u.append(u.open().popToMark())),
    FROZENSET(0x91, u -> u.open().push(new Listing(u.open().popToMark()))),
    EMPTY_DICT('}', u -> u.open().push(Table.empty())),
    SETITEM('s', u -> u.put(u.open().pop(2))),
    SETITEMS('u', u -> u.put(u.open().popToMark())),

    GLOBAL('c', Unpickler::globalName),
    STACK_GLOBAL(0x93, Unpickler::stackedName),
    INST('i', Unpickler::instance),
    BINPERSID('Q', Unpickler::persistent),
    REDUCE('R', Unpickler::call),
    NEWOBJ(0x81, Unpickler::call),
    BUILD('b', Unpickler::build);

    /** What an instruction does. */
    interface Step {
        void run(Unpickler unpickler) throws IOException;
    }

    private static final Map<Integer, Opcode> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toMap(opcode -> opcode.code, opcode -> opcode));

    private final int code;
    private final Step step;

    Opcode(int code, Step step) {
        this.code = code;
        this.step = step;
    }

    static Optional<Opcode> of(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    void run(Unpickler unpickler) throws IOException {
        step.run(unpickler);
    }
}
