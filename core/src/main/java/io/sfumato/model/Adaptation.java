package io.sfumato.model;

import java.util.List;

/** What changes the weights of a model while it is opened. */
public interface Adaptation {
    /** Weights stay as their file has them. */
    Adaptation NONE = new Adaptation() {
        @Override
        public void apply(ModelParts parts) {}

        @Override
        public List<Added> added() {
            return List.of();
        }
    };

    /** Changes the weights, which are filled already. Where it fails, the model is not opened. */
    void apply(ModelParts parts);

    /** What was added, which is told with pictures and in model folders. */
    List<Added> added();
}
