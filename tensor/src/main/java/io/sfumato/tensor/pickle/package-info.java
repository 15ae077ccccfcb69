/**
 * Reads the pickles inside PyTorch checkpoints, which are programs, without being able to run any: a closed list of names,
 * and a tree of plain values that nothing in it can act on. Start at {@link io.sfumato.tensor.pickle.Unpickler}; the names
 * are in {@link io.sfumato.tensor.pickle.TorchNames}.
 *
 * <p>Nothing here is made by name, reflects, calls itself again, or believes a length before the file has the bytes.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.tensor.pickle;
