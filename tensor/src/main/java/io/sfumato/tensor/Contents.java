package io.sfumato.tensor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a file says it holds, all of it checked, none of it read. */
record Contents(Map<String, StoredTensor> tensors, Map<String, String> metadata) {

    Contents {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** A file format: finds the contents. */
    interface Format {

        /** Throws {@link FormatException} where the file contradicts the format, itself or its length. */
        Contents read(FileChannel channel) throws IOException;
    }
}
