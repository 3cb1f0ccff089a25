package dev.sluice.intake;

import static dev.sluice.intake.Samples.with;
import static dev.sluice.intake.Samples.withBody;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.TestCatalog;
import dev.sluice.World;
import dev.sluice.catalog.CatalogFolder;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.launch.LaunchRun;
import dev.sluice.run.DeadLetters;
import dev.sluice.storage.ObjectName;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that no honest sender sends: each is answered, none is repeated for ever. */
class StrangeEventsTest {
    private static final EventRequest FINALIZED = with(Samples.request("finalized.binary.http"), "ce-subject", "");

    @TempDir
    Path folder;

    private World world;
    private EventDoors doors;

    @BeforeEach
    void startAnew() {
        TestCatalog.in(folder);
        world = new World(folder);
        CurrentCatalog catalog = new CurrentCatalog(new CatalogFolder().load(folder));
        LaunchRun launch = world.launch();
        doors = new EventDoors(
                new StorageDoor(new StorageEvents(), catalog, world.store, launch),
                new BatchDoor(new BatchNotices(), catalog, world.settle, world.config),
                new DeadLetters(world.store, world.config, world.clock),
                new EventLog());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+10000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59-18:00",
                "9999-12-31T23:59:59-01:00",
                "0001-01-01T00:00:00+01:00",
                "yesterday"
            })
    void aTimeThatNoRunIdCanHoldIsAskedOfTheStore(String time) {
        assertThat(answer(object("letters.txt", "1", "5", time))).isEqualTo("204 ignored");
        long generation = world.upload(World.ACME, "letters.txt").generation();
        assertThat(answer(object("letters.txt", Long.toString(generation), "5", time)))
                .isEqualTo("204 created");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-9223372036854775808", "9223372036854775808", "1.5", "\"\"", "null", "{}"})
    void aGenerationThatNoObjectHasIsAskedOfTheStore(String generation) {
        assertThat(answer(object("letters.txt", generation, "5", "2026-11-21T07:30:12Z")))
                .isEqualTo("204 ignored");
    }

    @Test
    void halfACharacterInANameIsADeadLetter() {
        assertThat(answer(object("\\ud800.txt", "1", "5", "2026-11-21T07:30:12Z")))
                .isEqualTo("204 dead-letter");
        assertThat(answer(object("\\udc00\\ud800.txt", "1", "5", "2026-11-21T07:30:12Z")))
                .isEqualTo("204 dead-letter");
    }

    @Test
    void aNulInANameIsARejectedRun() {
        assertThat(answer(object("a\\u0000.txt", "1", "5", "2026-11-21T07:30:12Z")))
                .isEqualTo("204 rejected");
    }

    @Test
    void halfACharacterAndALongTextInTheReasonCanBeKept() {
        String body =
                """
                {"specversion": "1.0", "id": "1", "type": "google.cloud.storage.object.v1.finalized", "source": "x",
                 "subject": "objects/\\ud800%s", "data": {"bucket": "demo-batch", "name": "a"}}"""
                        .formatted("x".repeat(1_000_000));
        EventRequest request =
                new EventRequest("/events/storage", Map.of("content-type", "application/json"), bytes(body));

        assertThat(answer(request)).isEqualTo("204 dead-letter");
        assertThat(letters()).singleElement().satisfies(letter -> assertThat(letter.length())
                .isLessThan(400_000));
    }

    @Test
    void jsonThatIsTooDeepOrTooBigIsADeadLetter() {
        assertThat(answer(withBody(FINALIZED, "[".repeat(1_000_000)))).isEqualTo("204 dead-letter");
        assertThat(answer(withBody(FINALIZED, "{\"bucket\":".repeat(100_000)))).isEqualTo("204 dead-letter");
        assertThat(answer(object("letters.txt", "9".repeat(100_000), "5", "x"))).isEqualTo("204 dead-letter");
    }

    @Test
    void aHeaderThatNoServerSendsIsADeadLetter() {
        assertThat(answer(with(FINALIZED, "ce-subject", "a\u000bb"))).isEqualTo("204 dead-letter");
        assertThat(answer(with(FINALIZED, "ce-time", "yesterday"))).isEqualTo("204 dead-letter");
        assertThat(answer(with(FINALIZED, "ce-foo_bar", "x"))).startsWith("204 ");
    }

    @Test
    void aSubjectThatEncodesOnlyWhatIsNotAsciiIsThatOfItsObject() {
        assertThat(Subjects.mean("objects/50% %C3%A4", "objects/50% ä")).isTrue();
        assertThat(Subjects.mean("objects/100%", "objects/100%")).isTrue();
        assertThat(Subjects.mean("objects/100%zz", "objects/100%yy")).isFalse();
    }

    @Test
    void anErrorOfOurOwnIsADeadLetterThatSaysSo() {
        doors = new EventDoors(
                new StorageDoor(new StorageEvents(), null, world.store, world.launch()),
                null,
                new DeadLetters(world.store, world.config, world.clock),
                new EventLog());

        assertThat(answer(object("letters.txt", "1", "5", "2026-11-21T07:30:12Z")))
                .isEqualTo("204 dead-letter");
        assertThat(letters()).singleElement().asString().contains("NullPointerException");
    }

    @Test
    void unwrappedNoticesThatCannotBeReadAreKeptEachWithWhatItSaid() {
        for (String job : List.of("projects/p/one", "projects/p/two")) {
            EventRequest request = new EventRequest(
                    "/events/batch", Map.of("JobName", job, "Authorization", "Bearer s3cret"), bytes(""));
            assertThat(answer(request)).isEqualTo("204 dead-letter");
        }

        assertThat(letters()).hasSize(2).allSatisfy(letter -> assertThat(letter).contains("JobName"));
        assertThat(letters()).noneMatch(letter -> letter.contains("s3cret"));
    }

    @Test
    void namesCannotWriteLinesOfTheLog() {
        assertThat(EventLog.onOneLine("a\n12:00:00 INFO created\u0085\u2028\u001b[31m"))
                .isEqualTo("a\\u000a12:00:00 INFO created\\u0085\\u2028\\u001b[31m");
        assertThat(EventLog.onOneLine("ä\ud83d\ude00")).isEqualTo("ä\ud83d\ude00");
        assertThat(EventLog.onOneLine("x".repeat(1_000_000))).hasSizeLessThan(5000);
    }

    private static EventRequest object(String name, String generation, String size, String time) {
        return withBody(
                FINALIZED,
                """
                {"bucket": "demo-batch", "name": "mlops-template/acme/inputs/%s", "generation": %s, "size": %s,
                 "timeCreated": "%s"}"""
                        .formatted(name, generation, size, time));
    }

    private String answer(EventRequest request) {
        MultivaluedMap<String, String> values = new MultivaluedHashMap<>();
        request.headers().forEach(values::putSingle);
        HttpHeaders headers = (HttpHeaders) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpHeaders.class}, (proxy, method, arguments) -> values);
        Response response = request.door().equals("/events/batch")
                ? doors.batch(headers, request.body())
                : doors.storage(headers, request.body());
        return response.getStatus() + " " + response.getHeaderString("Sluice-Outcome");
    }

    private List<String> letters() {
        return world.store.names("ledger").stream()
                .filter(name -> name.startsWith("dead-letters/"))
                .map(name -> world.store
                        .read(new ObjectName("ledger", name))
                        .map(read -> new String(read.bytes(), StandardCharsets.UTF_8))
                        .orElseThrow())
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
