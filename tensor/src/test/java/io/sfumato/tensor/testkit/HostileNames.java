package io.sfumato.tensor.testkit;

import java.util.List;
import java.util.function.UnaryOperator;

/** Pickles that ask for names which are not those of tensors, or make more of a name than there is. */
final class HostileNames {
    static final List<HostileFile> ALL = List.of(
            calls("posix.system"),
            calls("nt.system"),
            calls("os.system"),
            calls("os.popen"),
            calls("builtins.eval"),
            calls("builtins.exec"),
            calls("__builtin__.eval"),
            calls("builtins.getattr"),
            calls("builtins.__import__"),
            calls("subprocess.Popen"),
            calls("subprocess.check_output"),
            calls("runpy._run_code"),
            calls("webbrowser.open"),
            calls("torch.load"),
            calls("torch.hub.load"),
            calls("torch.storage._load_from_bytes"),
            calls("torch._utils._rebuild_from_type_v2"),
            calls("numpy.core.multiarray._reconstruct"),
            calls("pickle.loads"),
            calls("copyreg._reconstructor"),
            pickle("os.system by STACK_GLOBAL", "posix.system", p -> p.stackGlobal("posix.system")
                    .tuple(HostileNames::command)
                    .code('R')),
            pickle("eval hidden in a dotted name", "collections.OrderedDict.__init__", p -> p.text("collections")
                    .text("OrderedDict.__init__")
                    .code(0x93)),
            pickle(
                    "os.system by INST",
                    "posix.system",
                    p -> p.code('(').text("touch pwned").code('i').line("posix").line("system")),
            pickle("INST of a known class", "INST", p -> p.code('(', 'i')
                    .line("collections")
                    .line("OrderedDict")),
            pickle(
                    "os.system by OBJ",
                    "posix.system",
                    p -> p.code('(').global("posix.system").text("touch pwned").code('o')),
            pickle("OBJ of a known class", "0x6f", p -> p.code('(')
                    .global("collections.OrderedDict")
                    .code('o')),
            pickle("Popen by NEWOBJ", "subprocess.Popen", p -> p.global("subprocess.Popen")
                    .tuple(HostileNames::command)
                    .code(0x81)),
            pickle("NEWOBJ_EX", "0x92", p -> p.global("collections.OrderedDict").code(')', '}', 0x92)),
            pickle("EXT1 of the extension registry", "0x82", p -> p.code(0x82, 5)),
            pickle("EXT2 of the extension registry", "0x83", p -> p.code(0x83, 5, 0)),
            pickle("EXT4 of the extension registry", "0x84", p -> p.code(0x84, 5, 0, 0, 0)),
            pickle("BUILD of a name", "as its state", p -> p.global("collections.OrderedDict")
                    .dict(state -> state.text("__setstate__").global("torch.Size"))
                    .code('b')),
            pickle("BUILD with __setstate__ on a list", "as its state", p -> p.code(']')
                    .dict(state -> state.text("__setstate__").global("torch.Size"))
                    .code('b')),
            pickle("BUILD of a dict with a tuple", "as its state", p -> p.code('}')
                    .tuple(HostileNames::command)
                    .code('b')),
            pickle(
                    "call of a class that is only a word",
                    "is called",
                    p -> p.call("pytorch_lightning.callbacks.ModelCheckpoint", none -> none)),
            pickle("call of a type of storage", "is called", p -> p.call("torch.FloatStorage", none -> none)),
            pickle("call of a text", "a str is called", p -> p.text("posix.system")
                    .code(')', 'R')),
            pickle("call of a dict", "a dict is called", p -> p.code('}', ')', 'R')),
            pickle("call with a list for its arguments", "with a list", p -> p.global("torch.Size")
                    .code(']', 'R')),
            pickle("a name made of numbers", "made of an int", p -> p.number(1)
                    .number(2)
                    .code(0x93)),
            pickle("a name that writes to the terminal", "evil?[31m", p -> p.code('c')
                    .line("evil\u001b[31m")
                    .line("red\u202e")),
            pickle("a name of many kilobytes", "longer than", p -> p.code('c')
                    .line("m".repeat(40_000))
                    .line("n")),
            pickle("a long name by STACK_GLOBAL", "nnnn…", p -> p.stackGlobal("n".repeat(40_000) + ".n")),
            pickle("a whole module", "state_dict", p -> p.global("__main__.Network")
                    .code(')', 0x81)
                    .dict(state -> state.text("training").code(0x88))
                    .code('b')),
            pickle("a whole module of PyTorch", "torch.nn.modules.container.Sequential", p -> p.global(
                            "torch.nn.modules.container.Sequential")
                    .code(')', 0x81)),
            pickle("a numpy scalar of objects", "'O8'", p -> p.call("numpy.dtype", arguments -> arguments.text("O8"))),
            pickle("a numpy type of another byte order", "little-endian", p -> p.call(
                            "numpy.dtype", arguments -> arguments.text("f8"))
                    .tuple(state -> state.number(3).text(">"))
                    .code('b')),
            pickle(
                    "codecs used to decode",
                    "latin1",
                    p -> p.call(
                            "_codecs.encode",
                            arguments -> arguments.text("payload").text("rot13"))));

    private HostileNames() {}

    private static PickleWriter command(PickleWriter arguments) {
        return arguments.text("touch pwned");
    }

    private static HostileFile calls(String name) {
        return pickle("call of " + name, name, pickle -> pickle.call(name, HostileNames::command));
    }

    /** Ends with STOP what {@code body} writes. */
    private static HostileFile pickle(String name, String complaint, UnaryOperator<PickleWriter> body) {
        return HostileFile.of(name, complaint, () -> TorchFile.small()
                .zip(body.apply(PickleWriter.begin()).stop()));
    }
}
