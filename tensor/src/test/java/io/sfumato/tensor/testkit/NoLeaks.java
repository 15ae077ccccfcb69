package io.sfumato.tensor.testkit;

import io.sfumato.tensor.Region;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Opens a region around each test, and fails the test when native handles outlive it: something was pinned and not
 * closed.
 */
public final class NoLeaks implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(NoLeaks.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        try (Region warm = Region.open()) {
            io.sfumato.tensor.Tensors.range(1).toLongs(); // loads the library, whose own handles stay
        }
        store.put("before", Pointer.totalCount());
        store.put("region", Region.open());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        store.remove("region", Region.class).close();
        long before = store.remove("before", Long.class);
        long after = Pointer.totalCount();
        if (after > before && context.getExecutionException().isEmpty()) {
            throw new AssertionError(
                    (after - before) + " native handles outlived the test: " + "something was pinned and not closed");
        }
    }
}
