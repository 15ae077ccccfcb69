package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.train.loop.RunFolder;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.Silent;
import io.sfumato.train.loop.Stop;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SharedFolderTest {
    @TempDir
    private Path folder;

    private final Map<Integer, String> complaints = new ConcurrentHashMap<>();

    private void check(Function<Session, Path> folders) {
        Together.train(2, new Silent(), new Stop(), session -> {
            RunFolder run = new RunFolder(folders.apply(session));
            try {
                new SharedFolder(run, Duration.ofMillis(300)).check(session);
            } catch (RecipeException e) {
                complaints.put(session.ensemble().rank(), e.getMessage());
                throw e;
            }
        });
    }

    private Path ofEach(Session session) {
        return folder.resolve(Integer.toString(session.ensemble().rank()));
    }

    @Test
    void oneFolderIsSeenByAllAndLeftAsItWas() {
        check(session -> folder);
        assertThat(folder).isEmptyDirectory();
        new SharedFolder(new RunFolder(folder.resolve("nowhere"))).check(Session.alone(new Silent()));
    }

    @Test
    void twoFoldersOfOneNameAreToldApart() throws IOException {
        Files.createDirectories(folder.resolve("0"));
        Files.writeString(Files.createDirectories(folder.resolve("1")).resolve(".shared"), "17");
        assertThatThrownBy(() -> check(this::ofEach)).isInstanceOf(RecipeException.class);
        assertThat(complaints.get(0)).startsWith("another process does not see what the first process writes in ");
        assertThat(complaints.get(1))
                .startsWith("rank 1 of 2 does not see what the first process writes in ")
                .endsWith("Choose an --output that all machines share, by the same path")
                .doesNotContain("\n");
    }

    @Test
    void aFolderThatIsNotThereIsNotShared() throws IOException {
        Files.createDirectories(folder.resolve("0"));
        assertThatThrownBy(() -> check(this::ofEach)).isInstanceOf(RecipeException.class);
        assertThat(complaints).hasSize(2);
    }
}
