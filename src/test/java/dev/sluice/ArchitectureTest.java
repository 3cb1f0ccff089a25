package dev.sluice;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;

/** The rules about who may use whom. Each says why, so that whoever breaks it learns what it is for. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> READ_BY_PICOCLI =
            describe("are read or made by picocli", ArchitectureTest::isReadByPicocli);

    @ArchTest
    static final ArchRule ARROWS_POINT_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("intake")
            .definedBy("dev.sluice.intake..")
            .layer("reconcile")
            .definedBy("dev.sluice.reconcile..")
            .layer("outcome")
            .definedBy("dev.sluice.outcome..")
            .layer("launch")
            .definedBy("dev.sluice.launch..")
            .layer("callback")
            .definedBy("dev.sluice.callback..")
            .layer("message")
            .definedBy("dev.sluice.message..")
            .layer("cost")
            .definedBy("dev.sluice.cost..")
            .layer("catalog")
            .definedBy("dev.sluice.catalog..")
            .layer("run")
            .definedBy("dev.sluice.run..")
            .layer("batch")
            .definedBy("dev.sluice.batch..")
            .layer("storage")
            .definedBy("dev.sluice.storage..")
            .layer("gcp")
            .definedBy("dev.sluice.gcp..")
            .whereLayer("intake")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("reconcile")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("gcp")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("outcome")
            .mayOnlyBeAccessedByLayers("intake", "reconcile")
            .whereLayer("launch")
            .mayOnlyBeAccessedByLayers("intake", "reconcile", "outcome")
            .whereLayer("callback")
            .mayOnlyBeAccessedByLayers("reconcile")
            .whereLayer("message")
            .mayOnlyBeAccessedByLayers("intake", "reconcile", "outcome", "launch", "callback", "gcp")
            .whereLayer("cost")
            .mayOnlyBeAccessedByLayers("outcome", "launch")
            .whereLayer("catalog")
            .mayOnlyBeAccessedByLayers("intake", "reconcile", "outcome", "launch", "message")
            .whereLayer("run")
            .mayOnlyBeAccessedByLayers("intake", "reconcile", "outcome", "launch", "callback", "message", "cost", "gcp")
            .whereLayer("batch")
            .mayOnlyBeAccessedByLayers(
                    "intake", "reconcile", "outcome", "launch", "message", "cost", "catalog", "run", "gcp")
            .whereLayer("storage")
            .mayOnlyBeAccessedByLayers("intake", "reconcile", "outcome", "launch", "message", "catalog", "run", "gcp")
            .because(
                    "a reader follows the data's way from the doors down, and a room can be understood without those above it");

    @ArchTest
    static final ArchRule COSTS_ARE_RECKONED_FROM_JOBS = noClasses()
            .that()
            .resideInAPackage("dev.sluice.cost..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.sluice.catalog..", "dev.sluice.storage..", "dev.sluice.launch..", "dev.sluice.outcome..")
            .because(
                    "a job costs the same whoever asks for it: whose limits it is held against is launch's business, and no price is"
                            + " worth a call");

    @ArchTest
    static final ArchRule GOOGLE_IS_IN_ONE_ROOM = noClasses()
            .that()
            .resideOutsideOfPackages("dev.sluice.gcp..", "dev.sluice.local..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google..")
            .because("Google's errors and shapes are translated once, at the edge");

    @ArchTest
    static final ArchRule NOTHING_DEPLOYED_KNOWS_THE_LOCAL_CLOUD = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice.local..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.sluice.local..")
            .because("the local cloud cannot be in a production image");

    @ArchTest
    static final ArchRule EMULATORS_NEED_NO_FRAMEWORK = noClasses()
            .that()
            .resideInAnyPackage("dev.sluice.local.gcs..", "dev.sluice.local.pubsub..", "dev.sluice.local.batch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..")
            .because("other projects start the emulators for their own tests")
            // with -Dproduction the emulators are test classes, which are not looked at here
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule COMMANDS_WORK_IN_A_NATIVE_IMAGE = classes()
            .that()
            .resideOutsideOfPackage("dev.sluice.local..")
            .and(READ_BY_PICOCLI)
            .should()
            .beAnnotatedWith(RegisterForReflection.class)
            .because(
                    "picocli finds commands, options and providers by reflection, which a native image allows only where it is told");

    @ArchTest
    static final ArchRule THE_CLOCK_IS_INJECTED = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice.local")
            .and()
            .doNotHaveSimpleName("ClockProducer")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("a test says what time it is");

    @ArchTest
    static final ArchRule NOTHING_DEPLOYED_SLEEPS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice.local..")
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .because("a request never waits for what may take long");

    @ArchTest
    static final ArchRule THE_SERVICE_LOGS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice.local")
            .should(ACCESS_STANDARD_STREAMS)
            .because("lines without keys cannot be found again; only the commands print");

    private static boolean isReadByPicocli(JavaClass type) {
        boolean isAnnotated = Stream.concat(Stream.of(type), type.getMembers().stream())
                .flatMap(place -> place.getAnnotations().stream())
                .anyMatch(annotation -> annotation.getRawType().getPackageName().equals("picocli"));
        return isAnnotated
                || type.getAllRawInterfaces().stream()
                        .anyMatch(made -> made.getPackageName().equals("picocli"));
    }
}
