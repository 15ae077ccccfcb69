package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.model.Arithmetic;
import io.sfumato.model.Model;
import io.sfumato.model.ModelFolder;
import io.sfumato.model.TinyModel;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.Weights;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.loop.RunFolder;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.Silent;
import io.sfumato.train.loop.Stop;
import io.sfumato.train.loop.Training;
import io.sfumato.train.recipe.BaseModel;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OriginTest {
    @TempDir
    private Path folder;

    private final Map<Integer, String> complaints = new ConcurrentHashMap<>();
    private Path base;
    private Path other;

    @BeforeEach
    void writeTwoModels() throws IOException {
        base = TinyModel.write(folder.resolve("base"));
        other = TinyModel.write(folder.resolve("other"));
        Path weights = ModelFolder.weights(other);
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
    }

    private void check(Session session, Path path) {
        BaseModel recipe =
                new BaseModel(path.toString(), Optional.empty(), Optional.empty(), Weights.AUTO, HeadRule.CONFIGURED);
        try (Model model = recipe.open(Arithmetic.of(Placement.FLOAT32));
                Rng seed = Rng.seeded(1)) {
            RunFolder run = new RunFolder(folder);
            Origin.tuned(recipe, model).check(new RunContext(run, Placement.FLOAT32, seed, new Training(), session));
        } catch (RecipeException e) {
            complaints.put(session.ensemble().rank(), e.getMessage());
            throw e;
        }
    }

    @Test
    void aProcessWithAnotherModelThanTheFirstIsRefused() {
        assertThatThrownBy(() -> Together.train(
                        2,
                        new Silent(),
                        new Stop(),
                        session -> check(session, session.ensemble().leads() ? base : other)))
                .isInstanceOf(RecipeException.class);
        assertThat(complaints).containsOnlyKeys(1);
        assertThat(complaints.get(1))
                .startsWith("the weights of " + other + " have the SHA-256 ")
                .contains("but the run began with others");
    }

    @Test
    void theSameModelMayLieElsewhere() throws IOException {
        Path copy = TinyModel.write(folder.resolve("copy"));
        Together.train(
                2,
                new Silent(),
                new Stop(),
                session -> check(session, session.ensemble().leads() ? base : copy));
    }
}
