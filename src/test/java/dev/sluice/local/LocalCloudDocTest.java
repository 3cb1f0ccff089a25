package dev.sluice.local;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sluice.Golden;
import dev.sluice.local.fault.Kind;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/local-cloud.md}: its tables are made of the marks in the code, and every mark names a proof that exists. */
class LocalCloudDocTest {
    private static final Path PAGE = Path.of("docs/local-cloud.md");
    private static final Path CLIENTS = Path.of("src/test/clients");
    private static final List<String> SERVICES = List.of("batch", "gcs", "pubsub");

    private static final JavaClasses CODE = new ClassFileImporter().importPackages("dev.sluice");

    /** A mark and where it stands. */
    private record Mark(String place, Fidelity fidelity) {
        String row() {
            return "| %s | %s: %s | %s |\n"
                    .formatted(
                            fidelity.what(),
                            Arrays.stream(fidelity.verified())
                                    .map(Fidelity.Verified::word)
                                    .collect(joining(", ")),
                            Arrays.stream(fidelity.by())
                                    .map(name -> "`" + name + "`")
                                    .collect(joining(", ")),
                            fidelity.simplified());
        }
    }

    @Test
    void theTablesAreMadeOfTheMarks() throws IOException {
        String page = Files.readString(PAGE);
        for (String service : SERVICES) {
            page = withTable(page, service, rows(service));
        }
        Golden.matches(PAGE, page);
    }

    @Test
    void everyServiceIsMarked() {
        assertThat(SERVICES).allSatisfy(service -> assertThat(marks(service)).hasSizeGreaterThan(9));
    }

    @Test
    void everyMarkNamesAProofThatExists() throws IOException {
        Set<String> tests = CODE.stream()
                .filter(type -> type.getSimpleName().matches(".*(Test|IT)"))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(CLIENTS)) {
            Set<String> scripts =
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
            assertThat(SERVICES.stream().flatMap(service -> marks(service).stream()))
                    .allSatisfy(mark -> {
                        assertThat(mark.fidelity().verified()).as(mark.place()).isNotEmpty();
                        assertThat(mark.fidelity().by()).as(mark.place()).isNotEmpty();
                        assertThat(mark.fidelity().by()).as(mark.place()).allSatisfy(name -> assertThat(
                                        tests.contains(name) || scripts.contains(name))
                                .as("%s is a test class or a script of %s", name, CLIENTS)
                                .isTrue());
                    });
        }
    }

    @Test
    void aMarkFitsIntoItsTable() {
        assertThat(SERVICES.stream().flatMap(service -> marks(service).stream()))
                .allSatisfy(mark -> assertThat(
                                mark.fidelity().what() + mark.fidelity().simplified())
                        .as(mark.place())
                        .doesNotContain("|", "\n"));
    }

    @Test
    void everyKindOfFaultIsTold() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(Kind.values()).allSatisfy(kind -> assertThat(page).contains("| `" + kind.word() + "` |"));
    }

    private static List<Mark> marks(String service) {
        return CODE.stream()
                .filter(type -> type.getPackageName().equals("dev.sluice.local." + service))
                .sorted(Comparator.comparing(JavaClass::getName))
                .map(JavaClass::reflect)
                .flatMap(LocalCloudDocTest::marksOf)
                .toList();
    }

    private static Stream<Mark> marksOf(Class<?> type) {
        Stream<AnnotatedElement> places = Stream.concat(
                Stream.of(type),
                Arrays.stream(type.getDeclaredMethods()).sorted(Comparator.comparing(method -> method.toString())));
        return places.flatMap(place -> Arrays.stream(place.getAnnotationsByType(Fidelity.class))
                .map(fidelity -> new Mark(place.toString(), fidelity)));
    }

    private static String rows(String service) {
        return "| what is there | how it was verified | simplified or missing |\n|---|---|---|\n"
                + marks(service).stream()
                        .map(Mark::row)
                        .sorted(String.CASE_INSENSITIVE_ORDER)
                        .collect(joining());
    }

    private static String withTable(String page, String service, String rows) {
        Pattern place = Pattern.compile("(?s)(<!-- marks %1$s -->\n).*(<!-- /marks %1$s -->\n)".formatted(service));
        Matcher matcher = place.matcher(page);
        assertThat(matcher.find()).as("a place for the table of %s", service).isTrue();
        return matcher.replaceFirst("$1" + Matcher.quoteReplacement(rows) + "$2");
    }
}
