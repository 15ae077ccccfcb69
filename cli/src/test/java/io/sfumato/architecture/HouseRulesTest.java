package io.sfumato.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.sfumato.cli.Main;
import io.sfumato.nn.Module;
import io.sfumato.perceptual.PerceptualFiles;
import io.sfumato.sampling.Sampler;
import io.sfumato.tensor.Region;
import java.util.random.RandomGenerator;

/** The house rules of CONTRIBUTING.md that a machine can check. */
@AnalyzeClasses(packages = "io.sfumato", importOptions = ProductionCode.class)
class HouseRulesTest {
    private static final DescribedPredicate<JavaClass> DRIVERS = describe(
            "drivers",
            type -> type.getPackageName()
                            .matches(
                                    "io\\.sfumato\\.(tensor|train|pipeline|model|reference|diffusers|lora|checkpoint|replay|eval|benchmark|cli)(\\..*)?")
                    || type.getName().equals(Sampler.class.getName())
                    || type.getName().equals(PerceptualFiles.class.getName())
                    || type.getName().equals(Module.class.getName()));

    private static final DescribedPredicate<JavaClass> OWNERS_OF_PARAMETERS = describe(
            "owners of parameters",
            type -> type.getPackageName()
                            .matches("io\\.sfumato\\.(tensor|train|model|reference|diffusers|lora)(\\..*)?")
                    || type.getName().equals(Module.class.getName()));

    @ArchTest
    static final ArchRule onlyDriversOpenRegions = noClasses()
            .that(DescribedPredicate.not(DRIVERS).as("are no drivers"))
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Region.class);

    @ArchTest
    static final ArchRule onlyOwnersOfParametersChangeTensors = noClasses()
            .that(DescribedPredicate.not(OWNERS_OF_PARAMETERS).as("own no parameters"))
            .should()
            .callMethodWhere(describe("the method changes a tensor in place", (JavaMethodCall call) -> call.getName()
                    .endsWith("InPlace")));

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideOutsideOfPackage("io.sfumato.cli")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule onlyMainEndsTheJvm = noClasses()
            .that()
            .doNotBelongToAnyOf(Main.class)
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule concreteClassesAreFinal = classes()
            .that(are(describe(
                    "concrete classes",
                    type -> !type.isInterface()
                            && !type.isEnum()
                            && !type.isAnonymousClass()
                            && !type.getModifiers().contains(JavaModifier.ABSTRACT))))
            .should()
            .haveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule exceptionsAreUnchecked =
            classes().that().areAssignableTo(Exception.class).should().beAssignableTo(RuntimeException.class);

    @ArchTest
    static final ArchRule randomnessIsExplicit = noClasses()
            .that()
            .resideOutsideOfPackage("io.sfumato.cli")
            .should()
            .callConstructorWhere(describe(
                    "the generator seeds itself",
                    call -> call.getTargetOwner().isAssignableTo(RandomGenerator.class)
                            && call.getTarget().getRawParameterTypes().isEmpty()))
            .orShould()
            .callMethod(Math.class, "random");
}
