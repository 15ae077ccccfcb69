package io.sfumato.nn;

import io.sfumato.tensor.Device;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tree of named parameters. A parameter's full name is the path of its modules' names joined by dots; names are
 * stable, since checkpoints are written by them. Parameters live until {@link #close()}.
 */
public abstract class Module implements AutoCloseable {
    private final Map<String, Tensor> own = new LinkedHashMap<>();
    private final Map<String, Module> children = new LinkedHashMap<>();

    /** Adopts a part under a name, which may itself contain dots. */
    protected final <M extends Module> M child(String name, M module) {
        if (children.putIfAbsent(name, module) != null) {
            throw new IllegalStateException("two children are named '" + name + "'");
        }
        return module;
    }

    /** Adopts a parameter: it is pinned, and trained unless frozen. */
    protected final Tensor parameter(String name, Tensor initial) {
        if (own.putIfAbsent(name, initial.pin().requireGrad()) != null) {
            throw new IllegalStateException("two parameters are named '" + name + "'");
        }
        return initial;
    }

    /** Parameters of these names are not of this module any more: whoever asked for that closes them. */
    protected final void leave(String... names) {
        own.keySet().removeAll(List.of(names));
    }

    /** All parameters by full name, in the order of declaration. */
    public final Map<String, Tensor> parameters() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        collect("", all);
        return Collections.unmodifiableMap(all);
    }

    private void collect(String prefix, Map<String, Tensor> into) {
        own.forEach((name, tensor) -> into.put(prefix + name, tensor));
        children.forEach((name, module) -> module.collect(prefix + name + ".", into));
    }

    /** All modules below this one by full name, in the order of declaration; a parameter's name begins with its module's. */
    public final Map<String, Module> modules() {
        Map<String, Module> all = new LinkedHashMap<>();
        collectModules("", all);
        return Collections.unmodifiableMap(all);
    }

    private void collectModules(String prefix, Map<String, Module> into) {
        children.forEach((name, module) -> {
            into.put(prefix + name, module);
            module.collectModules(prefix + name + ".", into);
        });
    }

    /** Where its parameters are: in main memory where it has none. */
    public final Device device() {
        return parameters().values().stream().findFirst().map(Tensor::device).orElse(Device.CPU);
    }

    /** The number of trained numbers. */
    public final long parameterCount() {
        return parameters().values().stream().mapToLong(Tensor::elements).sum();
    }

    /** Stops training all parameters of this tree. */
    public final void freeze() {
        parameters().values().forEach(Tensor::freeze);
    }

    /** Copies the values of another module of the same build. */
    public final void copyFrom(Module other) {
        Map<String, Tensor> source = other.parameters();
        Grad.off(() -> parameters().forEach((name, tensor) -> {
            try (Region region = Region.open()) {
                Tensor value = source.get(name);
                if (value == null) {
                    throw new IllegalArgumentException("the other module has no parameter '" + name + "'");
                }
                tensor.copyInPlace(value);
            }
        }));
    }

    @Override
    public void close() {
        own.values().forEach(Tensor::close);
        children.values().forEach(Module::close);
    }
}
