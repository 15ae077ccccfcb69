package io.sfumato.benchmark;

import java.util.List;

/** What works need to be done again and again; it lives until it is closed. */
interface Setup extends AutoCloseable {
    List<Work> works();

    @Override
    void close();
}
