package io.sfumato.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointLinkTest {
    @TempDir
    private Path folder;

    private CheckpointLink link() {
        return new CheckpointLink(folder.resolve("last"));
    }

    private Path checkpoint(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    @Test
    void itShowsOneCheckpointAndThenAnother() throws IOException {
        Path first = checkpoint("diffusion-000000016");
        Path second = checkpoint("diffusion-000000032");
        assertThat(link().shown()).isEmpty();
        link().show(first);
        assertThat(link().shown()).contains(first);
        link().show(second);
        assertThat(link().shown()).contains(second);
    }

    @Test
    void whatIsNoLinkIsNotReplaced() throws IOException {
        checkpoint("last");
        Path first = checkpoint("diffusion-000000016");
        assertThatThrownBy(() -> link().show(first))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("is no link");
    }

    /** Some file systems of memory cards and of networks have none: a run goes on without. */
    @Test
    void aFileSystemWithoutLinksHasNone() throws IOException {
        Path none = Path.of("/proc/self/fdinfo");
        assertThat(none).isDirectory();
        new CheckpointLink(none.resolve("last")).show(checkpoint("diffusion-000000016"));
        assertThat(new CheckpointLink(none.resolve("last")).shown()).isEmpty();
    }
}
