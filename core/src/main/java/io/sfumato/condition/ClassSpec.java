package io.sfumato.condition;

/**
 * The sizes of a {@link ClassEmbedder}.
 *
 * @param classes number of classes, that of "any class" included where there is one
 * @param width of a class's vector
 */
public record ClassSpec(int classes, int width) {
    public ClassSpec {
        if (classes < 1 || width < 1) {
            throw new IllegalArgumentException("class embedder: classes and width are " + classes + " and " + width
                    + ", expected numbers above 0");
        }
    }
}
