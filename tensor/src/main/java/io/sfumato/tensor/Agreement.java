package io.sfumato.tensor;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether processes mean the same tensors: libtorch would mix up those that have another order in another process. */
final class Agreement {
    private Agreement() {}

    /** The tensors in the order of process 0, once all processes have the same by name, shape and type. */
    static Map<String, Tensor> order(Map<String, Tensor> tensors, Peers peers) {
        Map<String, String> mine = new TreeMap<>();
        tensors.forEach((name, tensor) -> mine.put(name, tensor.shape() + " " + tensor.dtype() + on(tensor.device())));
        List<String> first = fromFirst(lines(tensors, mine), peers);
        Optional<String> difference = difference(mine, first, peers.rank());
        if (peers.any(difference.isPresent())) {
            throw new EnsembleException("processes train different models: "
                    + difference.orElse("another process has other parameters than this one")
                    + ". Expected one recipe, one version of the program and one kind of device in all of them");
        }
        Map<String, Tensor> ordered = new LinkedHashMap<>();
        first.forEach(line -> ordered.put(name(line), tensors.get(name(line))));
        return ordered;
    }

    /** Each process has a graphics processor of its own, but all have one or none. */
    private static String on(Device device) {
        return device.isCpu() ? "" : " on " + device.kind();
    }

    private static String lines(Map<String, Tensor> tensors, Map<String, String> kinds) {
        StringBuilder lines = new StringBuilder();
        tensors.keySet()
                .forEach(name ->
                        lines.append(kinds.get(name)).append('\t').append(name).append('\n'));
        return lines.toString();
    }

    private static String kind(String line) {
        return line.substring(0, line.indexOf('\t'));
    }

    private static String name(String line) {
        return line.substring(line.indexOf('\t') + 1);
    }

    private static Optional<String> difference(Map<String, String> mine, List<String> first, int rank) {
        Map<String, String> theirs = new TreeMap<>();
        first.forEach(line -> theirs.put(name(line), kind(line)));
        for (Map.Entry<String, String> tensor : mine.entrySet()) {
            String other = theirs.remove(tensor.getKey());
            if (!tensor.getValue().equals(other)) {
                return Optional.of(tensor.getKey() + " is " + tensor.getValue() + " in rank " + rank + " and "
                        + (other == null ? "missing" : other) + " in rank 0");
            }
        }
        return theirs.keySet().stream()
                .findFirst()
                .map(name -> name + " is missing in rank " + rank + " and " + theirs.get(name) + " in rank 0");
    }

    /** The lines of process 0. */
    private static List<String> fromFirst(String lines, Peers peers) {
        try (Region region = Region.open()) {
            byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
            long length = peers.fromFirst(new long[] {bytes.length})[0];
            long[] codes = new long[Math.toIntExact(length)];
            for (int i = 0; i < Math.min(codes.length, bytes.length); i++) {
                codes[i] = bytes[i];
            }
            long[] received = length == 0 ? codes : peers.fromFirst(codes);
            byte[] text = new byte[received.length];
            for (int i = 0; i < text.length; i++) {
                text[i] = (byte) received[i];
            }
            return new String(text, StandardCharsets.UTF_8).lines().toList();
        }
    }
}
