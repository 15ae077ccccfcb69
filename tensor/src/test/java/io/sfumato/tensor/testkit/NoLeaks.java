package io.sfumato.tensor.testkit;

import io.sfumato.tensor.FixedProduct;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.WeightLayout;
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
        try (Region region = Region.open()) {
            warm();
        }
        store.put("before", Pointer.totalCount());
        store.put("region", Region.open());
    }

    /** Loads the library and what it is asked by name, whose own handles stay. */
    private static void warm() {
        Tensors.range(1).toLongs();
        if (WeightLayout.PACKED.isAvailable()) {
            Tensor none = Tensors.zeros(Shape.of(32, 32), Placement.FLOAT32);
            try (FixedProduct product = WeightLayout.PACKED.linear(none.copy().pin(), null)) {
                product.of(none);
            }
        }
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
