package io.sfumato.data.files;

import java.nio.file.Path;
import java.util.List;

/**
 * What is in and below a folder, looked at once: large ones take their time.
 *
 * @param files their names, in their order
 */
record Contents(Path folder, List<String> files) {
    static Contents of(Path folder) {
        return new Contents(folder, Names.files(folder));
    }

    List<String> pictures() {
        return files.stream().filter(Names::isPicture).toList();
    }
}
