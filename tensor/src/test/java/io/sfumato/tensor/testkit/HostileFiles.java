package io.sfumato.tensor.testkit;

import java.util.List;
import java.util.stream.Stream;

/** Files that every reader of tensors must refuse, in one line, without believing what they promise. */
public final class HostileFiles {
    private HostileFiles() {}

    /** All of them; each can be written into a folder. */
    public static List<HostileFile> all() {
        return Stream.of(
                        HostileNames.ALL,
                        HostilePickles.ALL,
                        HostileTensors.ALL,
                        HostileZips.ALL,
                        HostileLegacies.ALL,
                        HostileIndexes.ALL,
                        HostileStrangers.ALL)
                .flatMap(List::stream)
                .toList();
    }
}
