package io.sfumato.tensor.pickle;

import io.sfumato.tensor.pickle.PickleValue.Listing;
import io.sfumato.tensor.pickle.PickleValue.Name;
import io.sfumato.tensor.pickle.PickleValue.Nothing;
import io.sfumato.tensor.pickle.PickleValue.NumpyType;
import io.sfumato.tensor.pickle.PickleValue.Storage;
import io.sfumato.tensor.pickle.PickleValue.Table;
import io.sfumato.tensor.pickle.PickleValue.Tuple;
import io.sfumato.tensor.pickle.PickleValue.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The closed list of names that a checkpoint may use, and what a call of each stands for. There is no Python behind a name:
 * a call that is known is a function here, and a name without one is never more than its text.
 */
public final class TorchNames {
    private static final Map<String, Call> CALLS = Map.ofEntries(
            Map.entry("collections.OrderedDict", TorchNames::table),
            Map.entry("pytorch_lightning.utilities.parsing.AttributeDict", TorchNames::table),
            Map.entry("__builtin__.set", TorchNames::set),
            Map.entry("builtins.set", TorchNames::set),
            Map.entry("torch.Size", TorchNames::size),
            Map.entry("torch._utils._rebuild_tensor", TorchNames::tensor),
            Map.entry("torch._utils._rebuild_tensor_v2", TorchNames::tensor),
            Map.entry("torch._utils._rebuild_parameter", TorchNames::parameter),
            Map.entry("_codecs.encode", NumpyNumbers::encode),
            Map.entry("numpy.dtype", NumpyNumbers::type),
            Map.entry("numpy.core.multiarray.scalar", NumpyNumbers::scalar),
            Map.entry("numpy._core.multiarray.scalar", NumpyNumbers::scalar));

    /** Names that stand in a checkpoint as a key or a value and are never called. */
    private static final Set<String> WORDS = Set.of(
            "pytorch_lightning.callbacks.ModelCheckpoint",
            "pytorch_lightning.callbacks.model_checkpoint.ModelCheckpoint",
            "torch.float16",
            "torch.float32",
            "torch.float64",
            "torch.bfloat16",
            "torch.int8",
            "torch.int16",
            "torch.int32",
            "torch.int64",
            "torch.uint8",
            "torch.bool");

    private interface Call {
        PickleValue of(Arguments arguments);
    }

    private final Map<String, Storage> storages = new LinkedHashMap<>();

    /** Every storage that the pickles spoke of so far, also for tensors that nobody will ask for. */
    public Collection<Storage> storages() {
        return Collections.unmodifiableCollection(storages.values());
    }

    Name name(String module, String name) {
        Name asked = new Name(module, name);
        if (!CALLS.containsKey(asked.toString())
                && !WORDS.contains(asked.toString())
                && ElementType.of(asked).isEmpty()) {
            throw new PickleException("it asks for '" + PickleException.shown(asked.toString())
                    + "', which is none of the names that tensors are made of. Nothing was run. Where this is a module of"
                    + " your own that was saved whole, save its state_dict instead; else do not trust the file");
        }
        return asked;
    }

    PickleValue call(Name callable, Tuple arguments) {
        Call call = CALLS.get(callable.toString());
        if (call == null) {
            throw new PickleException(callable + " is called, which no checkpoint does");
        }
        return call.of(new Arguments(callable.toString(), arguments.items()));
    }

    /** A storage: {@code ("storage", type, key, location, elements)}; before 1.6 with a view, which is None since 0.4. */
    PickleValue persistent(PickleValue id) {
        Arguments parts = new Arguments("a persistent id", id instanceof Tuple tuple ? tuple.items() : List.of(id));
        if (!parts.text(0).equals("storage")) {
            throw new PickleException(
                    "a persistent id is of a '" + PickleException.shown(parts.text(0)) + "', expected a 'storage'");
        }
        parts.checkCount(5, 6);
        Name typeName = parts.at(1, Name.class);
        ElementType type =
                ElementType.of(typeName).orElseThrow(() -> new PickleException(typeName + " is not a type of storage"));
        if (parts.count() == 6 && !(parts.values().get(5) instanceof Nothing)) {
            throw new PickleException(
                    "a storage is a view of another, as in files of PyTorch before 0.4. Save it anew");
        }
        Storage storage = new Storage(type, parts.text(2), parts.number(4));
        Storage known = storages.putIfAbsent(storage.key(), storage);
        if (known != null && !known.equals(storage)) {
            throw new PickleException(
                    "storage '" + PickleException.shown(storage.key()) + "' is described in two ways");
        }
        return storage;
    }

    /** Only dicts with attributes, which nobody needs, and numpy's types have a state. */
    void build(PickleValue object, PickleValue state) {
        if (object instanceof NumpyType) {
            NumpyNumbers.checkState(state);
        } else if (!(object instanceof Table) || !(state instanceof Table)) {
            throw new PickleException(
                    object.kind() + " is given " + state.kind() + " as its state, which no checkpoint does");
        }
    }

    private static Table table(Arguments arguments) {
        arguments.checkCount(0, 1);
        Table table = Table.empty();
        if (arguments.count() == 1 && arguments.values().get(0) instanceof Table copied) {
            table.entries().putAll(copied.entries());
        } else if (arguments.count() == 1) {
            for (PickleValue entry : arguments.items(0)) {
                Arguments pair = new Arguments("an entry of a dict", new Arguments("a dict", List.of(entry)).items(0));
                pair.checkCount(2, 2);
                table.put(pair.values().get(0), pair.values().get(1));
            }
        }
        return table;
    }

    private static Listing set(Arguments arguments) {
        arguments.checkCount(1, 1);
        return new Listing(new ArrayList<>(arguments.items(0)));
    }

    private static Tuple size(Arguments arguments) {
        arguments.checkCount(1, 1);
        return arguments.at(0, Tuple.class);
    }

    /** storage, offset, sizes, strides; then whether it wants a gradient, its hooks and its notes, which mean nothing here. */
    private static View tensor(Arguments arguments) {
        arguments.checkCount(4, 7);
        return new View(
                arguments.at(0, Storage.class), arguments.number(1), arguments.dimensions(2), arguments.dimensions(3));
    }

    private static View parameter(Arguments arguments) {
        arguments.checkCount(3, 3);
        return arguments.at(0, View.class);
    }
}
