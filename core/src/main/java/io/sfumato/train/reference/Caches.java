package io.sfumato.train.reference;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where programs of Python keep what they have fetched.
 *
 * @param user the folder of all of them
 * @param torch that of PyTorch
 */
record Caches(Path user, Path torch) {

    /** Of the user who runs this. */
    static Caches here() {
        Path user = variable("XDG_CACHE_HOME").orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
        return new Caches(user, variable("TORCH_HOME").orElseGet(() -> user.resolve("torch")));
    }

    private static Optional<Path> variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }

    /** torchvision's file of VGG16, as its hub stores it. */
    Path vgg16() {
        return torch.resolve("hub/checkpoints/vgg16-397923af.pth");
    }

    /** Where the reference unpacks a part of ImageNet. */
    Path imageNet(String part) {
        return user.resolve("autoencoders/data").resolve(part);
    }
}
