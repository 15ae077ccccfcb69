package io.sfumato.train.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelDescription;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.ReferenceConfig;
import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes of the rows of Rombach et al. 2021: what they say is what the paper and the published files say. */
@ExtendWith(NoLeaks.class)
class PaperRecipesTest {
    private static final Pattern NUMBER = Pattern.compile("(?:: |, |\\[|\\{)-?\\d");
    private static final Pattern ORIGIN = Pattern.compile(
            "table \\d|sec\\. [A-Z\\d]|appendix [A-Z]|published (configuration|checkpoint)|reference|not given");

    /** Rows of the paper's own models in each table; table 3 here has those of table 10, whose classifier is not built, too. */
    private static final Map<String, Integer> ROWS =
            Map.of("table-1", 4, "table-2", 2, "table-3", 5, "table-5", 3, "table-7", 4, "table-8", 16, "table-9", 4);

    static Stream<String> names() {
        return PaperRecipes.names().stream();
    }

    static Stream<String> published() {
        return names().filter(name -> configuration(name).isPresent());
    }

    private static java.util.Optional<String> configuration(String name) {
        return PaperRecipes.read(name).source().orElseThrow().configuration();
    }

    @Test
    void everyRowOfThePapersOwnModelsHasARecipe() {
        Map<String, Integer> found = new TreeMap<>();
        names().forEach(name -> found.merge(name.substring(0, name.indexOf('/')), 1, Integer::sum));
        assertThat(found).isEqualTo(new TreeMap<>(ROWS));
        assertThat(names().map(name -> PaperRecipes.read(name).source().orElseThrow())
                        .map(source -> source.table() + source.row()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aRecipeIsWrittenAsItIsRead(String name, @TempDir Path folder) throws IOException {
        Recipe recipe = PaperRecipes.read(name).resolved(PaperRecipes.file(name));
        Path written = Files.writeString(folder.resolve("written.yaml"), recipe.toYaml());
        assertThat(Recipe.read(written).toYaml()).isEqualTo(recipe.toYaml());
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyFigureNamesItsSource(String name) throws IOException {
        List<String> lines = Files.readAllLines(PaperRecipes.file(name));
        for (String line : lines) {
            int mark = line.indexOf(" # ");
            String said = mark < 0 ? line : line.substring(0, mark);
            if (!line.startsWith("#") && NUMBER.matcher(said).find()) {
                assertThat(mark).as(line).isPositive();
                assertThat(line.substring(mark)).as(line).containsPattern(ORIGIN);
            }
        }
        assertThat(PaperRecipes.read(name).name()).isEqualTo(name.substring(name.indexOf('/') + 1));
    }

    /** As the reference's average: of the U-Net alone, where there is more that learns. */
    @ParameterizedTest
    @ValueSource(strings = {"table-2", "table-3", "table-9"})
    void aConditionerThatLearnsIsNotAveraged(String table) {
        assertThat(names().filter(name -> name.startsWith(table))).isNotEmpty().allSatisfy(name -> assertThat(
                        PaperRecipes.read(name).diffusion().orElseThrow().averaged())
                .isEqualTo(DiffusionRecipe.Averaged.UNET));
    }

    private static Path official(String configuration) {
        try {
            String resource = "/official/ldm__" + configuration.replace("/", "__") + ".yaml";
            return Path.of(Objects.requireNonNull(PaperRecipesTest.class.getResource(resource), resource)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ReferenceConfig reference(String configuration) {
        return ReferenceConfig.read(official(configuration), HeadRule.ONE_HEAD);
    }

    private static ModelDescription model(String configuration) {
        return ((ReferenceConfig.Diffusion) reference(configuration)).description();
    }

    private static ConditionerSpec conditioner(DiffusionRecipe diffusion) {
        return diffusion.conditioner() instanceof ConditionerRecipe.GivenWords words
                ? new ConditionerSpec.Text(words.model())
                : ((ConditionerRecipe.Wordless) diffusion.conditioner()).model();
    }

    @ParameterizedTest
    @MethodSource("published")
    void whatWasPublishedIsTakenAsItIs(String name) {
        Path file = PaperRecipes.file(name);
        Recipe recipe = Recipe.read(file);
        String configuration = configuration(name).orElseThrow();
        FirstStageSpec firstStage = recipe.firstStageSpec(file);
        if (recipe.diffusion().isEmpty()) {
            assertThat(firstStage).isEqualTo(((ReferenceConfig.Autoencoder) reference(configuration)).firstStage());
            return;
        }
        ModelDescription expected = model(configuration);
        DiffusionRecipe diffusion = recipe.diffusion().get();
        assertThat(firstStage).isEqualTo(expected.firstStage());
        assertThat(diffusion.model()).isEqualTo(expected.unet());
        assertThat(conditioner(diffusion)).isEqualTo(expected.conditioner());
        assertThat(diffusion.preconditioning()).isEqualTo(expected.preconditioning());
        if (diffusion.scaling() instanceof DiffusionRecipe.Given given) {
            assertThat(given.numbers()).isEqualTo(expected.scaling());
        } else {
            assertThat(diffusion.scaling()).isEqualTo(new DiffusionRecipe.FirstBatch());
            assertThat(((ReferenceConfig.Diffusion) reference(configuration))
                            .extras()
                            .scale())
                    .isEqualTo(ReferenceConfig.Scale.IN_CHECKPOINT);
        }
    }

    @Test
    void superResolutionHasThePublishedNetworkThoughItLearnedOtherPictures() {
        DiffusionRecipe diffusion =
                PaperRecipes.read("table-5/sr-ldm-4").diffusion().orElseThrow();
        ModelDescription expected = model("models/ldm/bsr_sr");
        assertThat(diffusion.model()).isEqualTo(expected.unet());
        assertThat(conditioner(diffusion)).isEqualTo(expected.conditioner());
        assertThat(diffusion.preconditioning()).isEqualTo(expected.preconditioning());
    }

    /** Millions, as the published networks have them, to two digits behind the point. */
    @ParameterizedTest
    @CsvSource({
        "table-1/celebahq-ldm-4, 55.32, 274.06",
        "table-1/ffhq-ldm-4, 55.32, 274.06",
        "table-1/bedrooms-ldm-4, 55.32, 274.06",
        "table-1/churches-ldm-8, 83.65, 294.97",
        "table-2/text-ldm-kl-8, 83.65, 872.30",
        "table-2/text-ldm-kl-8-g, 83.65, 872.30",
        "table-3/imagenet-ldm-4, 55.32, 400.92",
        "table-3/imagenet-ldm-4-g, 55.32, 400.92",
        "table-3/imagenet-ldm-8, 67.72, 394.98",
        "table-5/sr-ldm-4, 55.32, 113.62",
        "table-7/inpainting-ldm-4-attn, 55.32, 215.23",
        "table-7/inpainting-ldm-4-noattn, 53.22, 215.23",
        "table-7/inpainting-ldm-4-big, 53.22, 387.25",
        "table-7/inpainting-ldm-4-big-ft, 53.22, 387.25",
        "table-9/openimages-ldm-4, 55.32, 246.28",
        "table-9/coco-ldm-4, 55.32, 246.28",
    })
    void networksHaveThePublishedSizes(String name, double firstStage, double unet) {
        RecipeSizes sizes = sizes(name);
        assertThat(sizes.firstStage() / 1e6).isCloseTo(firstStage, within(0.005));
        assertThat(sizes.unet().orElseThrow() / 1e6).isCloseTo(unet, within(0.005));
    }

    /** 345 M are stated; the sum would need a text encoder of 8 layers, where table 17 has 16. */
    @Test
    void cocosOwnModelIsLargerThanThePaperSays() {
        RecipeSizes sizes = sizes("table-9/coco-ldm-8");
        assertThat(sizes.unet().orElseThrow() / 1e6).isCloseTo(312.24, within(0.005));
        assertThat(sizes.conditioner().orElseThrow() / 1e6).isCloseTo(54.66, within(0.005));
    }

    private static RecipeSizes sizes(String name) {
        return RecipeSizes.of(PaperRecipes.read(name), PaperRecipes.file(name));
    }

    @ParameterizedTest
    @CsvSource({
        "kl-f4, 55.31",
        "kl-f8, 83.65",
        "kl-f16, 69.61",
        "kl-f32, 103.88",
        "vq-f4, 55.32",
        "vq-f4-noattn, 53.22",
        "vq-f8, 67.72",
        "vq-f8-n256, 67.65",
        "vq-f16, 69.59",
    })
    void autoencodersHaveThePublishedSizes(String name, double firstStage) {
        RecipeSizes sizes = sizes("table-8/" + name);
        assertThat(sizes.firstStage() / 1e6).isCloseTo(firstStage, within(0.005));
        assertThat(sizes.unet()).isEmpty();
    }

    /** What the paper counts as the model: the U-Net alone, or with others. */
    @ParameterizedTest
    @CsvSource({
        // the text encoders as the reference has them, with a head over the vocabulary that nothing uses: (width + 1)
        // each
        "table-2/text-ldm-kl-8, 1.45e9, 0, 39097482",
        "table-9/openimages-ldm-4, 306e6, 0, 4202496",
        // with the first stage; and, where it guides, with the 14.71 M of VGG's convolutions
        "table-5/sr-ldm-4, 169e6, 1, 0",
        "table-5/sr-ldm-4-guided, 184e6, 1, 14714688",
        "table-5/sr-ldm-4-big, 552e6, 1, 0",
    })
    void countedAsThePaperCountsItsFiguresComeOut(String name, double stated, int firstStages, long more) {
        RecipeSizes sizes = sizes(name);
        long counted = sizes.unet().orElseThrow()
                + sizes.conditioner().orElseThrow()
                + firstStages * sizes.firstStage()
                + more;
        assertThat(source(name).parameters()).isEqualTo(OptionalLong.of((long) stated));
        assertThat(counted / stated).isCloseTo(1, within(0.004));
    }

    private static Source source(String name) {
        return PaperRecipes.read(name).source().orElseThrow();
    }

    /** The paper's other figures are those of the U-Net; it cuts digits off, and is not of one mind about ImageNet's. */
    @ParameterizedTest
    @MethodSource("unetAlone")
    void thePapersFigureIsThatOfTheNetwork(String name) {
        RecipeSizes sizes = sizes(name);
        double stated = source(name).parameters().orElseThrow();
        double counted = sizes.unet().orElse(sizes.firstStage());
        assertThat(counted / stated).isCloseTo(1, within(0.006));
    }

    static Stream<String> unetAlone() {
        return names().filter(name -> source(name).parameters().isPresent())
                .filter(name -> !name.startsWith("table-2") && !name.startsWith("table-5"))
                .filter(name -> !name.startsWith("table-9"));
    }

    @Test
    void aDiffusionModelWorksOnTheLatentsOfAnAutoencoderOfTableEight() {
        names().filter(name -> !name.startsWith("table-8")).forEach(name -> {
            Path file = PaperRecipes.file(name);
            Recipe recipe = Recipe.read(file);
            FirstStageRecipe.Pretrained pretrained = (FirstStageRecipe.Pretrained) recipe.firstStage();
            Recipe learned = Recipe.read(file.resolveSibling(pretrained.recipe()));
            assertThat(learned.source().orElseThrow().table()).as(name).isEqualTo(8);
            assertThat(pretrained.model()).isEqualTo("runs/" + learned.name() + "/first-stage");
            DiffusionRecipe diffusion = recipe.diffusion().orElseThrow();
            FirstStageSpec firstStage = recipe.firstStageSpec(file);
            assertThat(diffusion.model().outChannels())
                    .as(name)
                    .isEqualTo(firstStage.sizes().embeddedChannels());
            String factor = "f " + firstStage.sizes().factor() + ",";
            assertThat(learned.source().get().row()).startsWith(factor);
        });
    }

    @Test
    void aModelThatIsMerelySampledOtherwiseIsTrainedAlike() {
        assertTrainedAlike("table-2/text-ldm-kl-8-g", "table-2/text-ldm-kl-8");
        assertTrainedAlike("table-3/imagenet-ldm-4-g", "table-3/imagenet-ldm-4");
        assertTrainedAlike("table-3/imagenet-ldm-4-g-1.25", "table-3/imagenet-ldm-4");
        assertTrainedAlike("table-5/sr-ldm-4-guided", "table-5/sr-ldm-4");
        assertTrainedAlike("table-9/openimages-ldm-4-512", "table-9/openimages-ldm-4");
    }

    private static void assertTrainedAlike(String name, String other) {
        Recipe one = PaperRecipes.read(name);
        Recipe two = PaperRecipes.read(other);
        assertThat(one.data()).isEqualTo(two.data());
        assertThat(one.firstStage()).isEqualTo(two.firstStage());
        assertThat(one.diffusion().orElseThrow())
                .usingRecursiveComparison()
                .ignoringFields("defaults")
                .isEqualTo(two.diffusion().orElseThrow());
    }
}
