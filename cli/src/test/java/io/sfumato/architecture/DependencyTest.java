package io.sfumato.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.sfumato.diffusion.Network;
import io.sfumato.diffusion.Shortcuts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which package may know which. ARCHITECTURE.md draws the same map. */
@AnalyzeClasses(packages = "io.sfumato", importOptions = ProductionCode.class)
class DependencyTest {
    private static final String ROOT = "io.sfumato.";

    /** Everything that a package may know besides itself and libraries. */
    private static final Map<String, Set<String>> MAP = Map.ofEntries(
            Map.entry("tensor", Set.of()),
            Map.entry("nn", Set.of("tensor")),
            Map.entry("image", Set.of("tensor")),
            Map.entry("tensorboard", Set.of("tensor", "image")),
            Map.entry("data", Set.of("tensor", "image")),
            Map.entry("condition", Set.of("tensor", "nn")),
            Map.entry("firststage", Set.of("tensor", "nn", "image")),
            Map.entry("perceptual", Set.of("tensor", "nn")),
            Map.entry("adversarial", Set.of("tensor", "nn")),
            Map.entry("diffusion", Set.of("tensor", "condition")),
            Map.entry("unet", Set.of("tensor", "nn", "condition", "diffusion")),
            Map.entry("sampling", Set.of("tensor", "condition", "diffusion")),
            Map.entry("pipeline", Set.of("tensor", "image", "condition", "firststage", "diffusion", "sampling")),
            Map.entry("model", lower("pipeline")),
            Map.entry("reference", lower("pipeline", "model")),
            Map.entry("diffusers", lower("pipeline", "model", "reference")),
            Map.entry("lora", lower("pipeline", "model", "reference", "diffusers")),
            Map.entry("checkpoint", lower("pipeline", "model", "reference", "diffusers", "lora")),
            Map.entry("replay", lower("pipeline", "model")),
            Map.entry(
                    "train",
                    lower(
                            "pipeline",
                            "model",
                            "data",
                            "perceptual",
                            "adversarial",
                            "tensorboard",
                            "lora",
                            "reference",
                            "diffusers",
                            "checkpoint")),
            Map.entry("eval", lower("pipeline", "model", "data")),
            Map.entry("benchmark", lower("pipeline", "model", "train")),
            Map.entry(
                    "cli",
                    lower(
                            "pipeline",
                            "benchmark",
                            "model",
                            "data",
                            "train",
                            "eval",
                            "reference",
                            "lora",
                            "checkpoint",
                            "replay")));

    private static Set<String> lower(String... more) {
        return Stream.concat(
                        Stream.of("tensor", "nn", "image", "condition", "firststage", "diffusion", "unet", "sampling"),
                        Stream.of(more))
                .collect(Collectors.toUnmodifiableSet());
    }

    @ArchTest
    static void theMapHasEveryPackageAndNoOther(JavaClasses classes) {
        Set<String> packages = new TreeSet<>();
        classes.forEach(type ->
                packages.add(type.getPackageName().substring(ROOT.length()).split("\\.", -1)[0]));
        assertThat(packages).isEqualTo(MAP.keySet());
    }

    @ArchTest
    static void packagesKnowOnlyWhatTheMapAllows(JavaClasses classes) {
        MAP.forEach((name, known) -> {
            List<String> allowed = Stream.concat(Stream.of(name), known.stream())
                    .map(other -> ROOT + other + "..")
                    .toList();
            DescribedPredicate<JavaClass> others =
                    resideInAPackage("io.sfumato..").and(not(resideInAnyPackage(allowed.toArray(String[]::new))));
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + name + "..")
                    .should()
                    .dependOnClassesThat(others)
                    .check(classes);
        });
    }

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.sfumato.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTensorKnowsLibtorch = noClasses()
            .that()
            .resideOutsideOfPackage("io.sfumato.tensor")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bytedeco..");

    @ArchTest
    static final ArchRule theUnetKnowsOfDiffusionThatItIsANetwork = noClasses()
            .that()
            .resideInAPackage("io.sfumato.unet..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.sfumato.diffusion..").and(not(belongToAnyOf(Network.class, Shortcuts.class))));
}
