package io.sfumato.tensor.testkit;

import io.sfumato.tensor.testkit.TorchFile.Storage;
import io.sfumato.tensor.testkit.TorchFile.View;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** Checkpoints whose tensors contradict their storages, and such that have none. */
final class HostileTensors {
    private static final long HUGE = 1L << 62;
    private static final View GOOD = View.of(2L, 3L);

    static final List<HostileFile> ALL = List.of(
            view("a view beyond its storage", "has 6 elements", new View(0, List.of(7L), List.of(1L))),
            view("a view shifted beyond its storage", "has 6 elements", new View(4, List.of(3L), List.of(1L))),
            view("a view with long strides", "has 6 elements", new View(0, List.of(2L, 3L), List.of(4L, 1L))),
            view("an offset far away", "has 6 elements", new View(1L << 40, List.of(1L), List.of(1L))),
            view("a negative offset", "makes no tensor", new View(-1, List.of(2L), List.of(1L))),
            view("a negative stride", "makes no tensor", new View(5, List.of(2L), List.of(-1L))),
            view("a negative size", "makes no tensor", new View(0, List.of(-2L, -3L), List.of(3L, 1L))),
            view("fewer strides than sizes", "makes no tensor", new View(0, List.of(2L, 3L), List.of(1L))),
            view("sizes whose product overflows", "too large", new View(0, List.of(HUGE, HUGE), List.of(0L, 0L))),
            view(
                    "sizes whose product wraps to zero",
                    "too large",
                    new View(0, List.of(HUGE, 4L, 0L), List.of(1L, 1L, 1L))),
            view("strides that overflow", "too large", new View(0, List.of(3L, 3L), List.of(HUGE, HUGE))),
            view("an offset that overflows in bytes", "too large", new View(HUGE, List.of(1L), List.of(1L))),
            view(
                    "one element repeated a trillion times",
                    "too often",
                    new View(0, List.of(1_000_000L, 1_000_000L), List.of(0L, 0L))),
            view(
                    "sixty-five dimensions",
                    "65 dimensions",
                    new View(0, Collections.nCopies(65, 1L), Collections.nCopies(65, 1L))),
            tensor(
                    "a size that is a text",
                    "gets a str",
                    p -> p.call("torch._utils._rebuild_tensor_v2", arguments -> id(arguments, "0", 6)
                            .number(0)
                            .tuple(size -> size.text("2"))
                            .numbers(List.of(1L)))),
            tensor(
                    "a tensor without strides",
                    "gets 3 arguments",
                    p -> p.call(
                            "torch._utils._rebuild_tensor_v2",
                            arguments -> id(arguments, "0", 6).number(0).numbers(List.of(6L)))),
            tensor("a tensor of a text", "gets a str", p -> TorchFile.tensor(p, GOOD, id -> id.text("0"))),
            tensor(
                    "a parameter of a storage",
                    "gets a storage",
                    p -> p.call("torch._utils._rebuild_parameter", arguments -> id(arguments, "0", 6)
                            .code(0x88, 'N'))),
            storage("a storage that is missing", "does not have", "77", 6),
            storage("a key that climbs out of the folder", "does not have", "../../../etc/passwd", 6),
            storage("a key from the root", "does not have", "/etc/passwd", 6),
            storage("a key that is another entry", "does not have", "../version", 6),
            storage("a storage described too small", "5 elements", "0", 5),
            storage("a storage described too large", "7 elements", "0", 7),
            storage("a storage of negative length", "-6 elements", "0", -6),
            storage("a storage whose bytes overflow", "4611686018427387906 elements", "0", HUGE + 2),
            tensor("a storage described in two ways", "in two ways", p -> {
                id(p, "0", 6).code('0');
                return TorchFile.tensor(p, GOOD, id -> id(id, "0", 7));
            }),
            tensor("a persistent id of a module", "of a 'module'", p -> p.tuple(
                            id -> id.text("module").text("a").text("b").text("c"))
                    .code('Q')),
            tensor("a persistent id that is a number", "gets an int", p -> p.number(5)
                    .code('Q')),
            tensor("a persistent id without a key", "gets 2 arguments", p -> p.tuple(
                            id -> id.text("storage").global("torch.FloatStorage"))
                    .code('Q')),
            tensor("a storage of a type that is none", "not a type of storage", p -> p.tuple(id -> id.text("storage")
                            .global("torch.Size")
                            .text("0")
                            .text("cpu")
                            .number(6))
                    .code('Q')),
            tensor(
                    "a storage of complex numbers",
                    "torch.ComplexFloatStorage",
                    p -> p.global("torch.ComplexFloatStorage")),
            tensor("a view of a storage of another", "PyTorch before 0.4", p -> p.tuple(id -> id.text("storage")
                            .global("torch.FloatStorage")
                            .text("0")
                            .text("cpu")
                            .number(6)
                            .tuple(view -> view.text("1").number(0).number(3)))
                    .code('Q')),
            top("a checkpoint that is a list", "is a list", p -> p.code(']')),
            top("a checkpoint that is one tensor", "is a tensor", p -> TorchFile.tensor(p, GOOD, id -> id(id, "0", 6))),
            top(
                    "a checkpoint without tensors",
                    "no tensors",
                    p -> p.dict(items ->
                            items.text("epoch").number(1).text("state_dict").code('}'))));

    private HostileTensors() {}

    private static PickleWriter id(PickleWriter pickle, String key, long elements) {
        return pickle.tuple(id -> id.text("storage")
                        .global("torch.FloatStorage")
                        .text(key)
                        .text("cpu")
                        .number(elements))
                .code('Q');
    }

    private static HostileFile view(String name, String complaint, View view) {
        return HostileFile.of(name, complaint, () -> new TorchFile()
                .storage("0", Storage.floats(1, 2, 3, 4, 5, 6))
                .tensor("weight", "0", view)
                .zip());
    }

    private static HostileFile storage(String name, String complaint, String key, long elements) {
        return tensor(name, complaint, p -> TorchFile.tensor(p, GOOD, id -> id(id, key, elements)));
    }

    /** A dict with one entry, which {@code body} writes. */
    private static HostileFile tensor(String name, String complaint, UnaryOperator<PickleWriter> body) {
        return top(name, complaint, p -> p.dict(items -> body.apply(items.text("weight"))));
    }

    private static HostileFile top(String name, String complaint, UnaryOperator<PickleWriter> body) {
        return HostileFile.of(name, complaint, () -> TorchFile.small()
                .zip(body.apply(PickleWriter.begin()).stop()));
    }
}
