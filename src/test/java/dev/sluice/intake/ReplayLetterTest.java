package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ClientRef;
import dev.sluice.RetryLater;
import dev.sluice.TestCatalog;
import dev.sluice.World;
import dev.sluice.batch.MemoryBatchJobs.Trouble;
import dev.sluice.catalog.CatalogFolder;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.run.DeadLetter;
import dev.sluice.run.DeadLetters;
import dev.sluice.run.InputObject;
import dev.sluice.run.LetterId;
import dev.sluice.run.ListedLetter;
import dev.sluice.run.Outcome;
import dev.sluice.run.Outcome.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayLetterTest {
    private static final ClientRef HOOLI = new ClientRef("mlops-template", "hooli");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-21");
    private static final Map<String, String> HEADERS = Map.of(
            "ce-specversion", "1.0",
            "ce-id", "1",
            "ce-type", "google.cloud.storage.object.v1.finalized",
            "ce-source", "//storage.googleapis.com/projects/_/buckets/demo-batch",
            "content-type", "application/json");

    @TempDir
    Path folder;

    private TestCatalog catalog;
    private World world;
    private DeadLetters letters;

    @BeforeEach
    void aWorld() {
        catalog = TestCatalog.in(folder);
        world = new World(folder);
        letters = new DeadLetters(world.store, world.config, world.clock);
    }

    @Test
    void afterTheClientIsInTheCatalogItsLetterBecomesARunAndSaysSo() {
        LetterId id = letterOfHooli();
        catalog.client("hooli", "by-uri");

        Outcome outcome = replay(id);

        assertThat(outcome.kind()).isEqualTo(Kind.CREATED);
        assertThat(world.jobs.created()).containsExactly(world.run(outcome).job());
        DeadLetter.Replayed replayed = letters.find(id).orElseThrow().replay().orElseThrow();
        assertThat(replayed.at()).isEqualTo(world.clock.instant());
        assertThat(replayed.outcome()).isEqualTo("created");
        assertThat(replayed.run()).contains(outcome.run().orElseThrow().toString());
        assertThat(only().replay()).contains("created");
    }

    @Test
    void replayedAgainItIsTheSameRunAndTheNoteStays() {
        LetterId id = letterOfHooli();
        catalog.client("hooli", "by-uri");
        replay(id);
        DeadLetter noted = letters.find(id).orElseThrow();
        world.clock.forward(Duration.ofMinutes(1));

        assertThat(replay(id).kind()).isEqualTo(Kind.DUPLICATE);
        assertThat(letters.find(id)).contains(noted);
        assertThat(world.jobs.creations()).isEqualTo(1);
    }

    @Test
    void aLetterThatIsStillNoEventIsADeadLetterAgainAndCanBeReplayedAgain() {
        LetterId id = letterOfHooli();

        assertThat(replay(id).kind()).isEqualTo(Kind.DEAD_LETTER);
        assertThat(only().replay()).contains("dead-letter");

        catalog.client("hooli", "by-uri");
        assertThat(replay(id).kind()).isEqualTo(Kind.CREATED);
        assertThat(only().replay()).contains("created");
    }

    @Test
    void whatAReplayMeetsIsNotNotedWhileItMayGoBetterLater() {
        LetterId id = letterOfHooli();
        catalog.client("hooli", "by-uri");
        world.jobs.trouble(Trouble.UNAVAILABLE);

        assertThatThrownBy(() -> replay(id)).isInstanceOf(RetryLater.class);
        assertThat(letters.find(id).orElseThrow().replay()).isEmpty();
    }

    @Test
    void onlyALetterThatWasKeptWholeIsReplayed() {
        letters.keep("/events/storage", "not a CloudEvent", Map.of(), new byte[DeadLetters.LONGEST_BODY + 1]);

        Outcome outcome = replay(only().id());

        assertThat(outcome.kind()).isEqualTo(Kind.IGNORED);
        assertThat(outcome.detail()).startsWith("only the first 262144 of its 262145 bytes were kept");
    }

    @Test
    void aBodyThatIsNoTextComesBackAsItWas() {
        byte[] body = {(byte) 0xc3, 0x28, 0, 1};
        letters.keep("/events/storage", "not a CloudEvent", Map.of(), body);

        assertThat(letters.find(only().id()).orElseThrow().wholeBody()).hasValue(body);
    }

    @Test
    void aLetterThatIsNotThereSaysSo() {
        LetterId none = LetterId.parse("2026-11-21/aaaaaaaaaaaaaaaaaaaa").orElseThrow();
        assertThat(replay(none).detail()).isEqualTo("there is no dead letter 2026-11-21/aaaaaaaaaaaaaaaaaaaa");
        assertThat(LetterId.parse("2026-02-30/aaaaaaaaaaaaaaaaaaaa")).isEmpty();
        assertThat(LetterId.parse("../2026-02-03/aaaaaaaaaaaaaaaaaaaa")).isEmpty();
    }

    @Test
    void lettersAreListedByDayTheLatestFirstAndByPages() {
        List<LetterId> all = new ArrayList<>();
        for (int day = 0; day < 3; day++) {
            for (int i = 0; i < 3; i++) {
                letters.keep("/events/batch", "why " + i, Map.of(), ("body " + i).getBytes(StandardCharsets.UTF_8));
            }
            world.clock.forward(Duration.ofDays(1));
        }
        Optional<LetterId> last = Optional.empty();
        List<ListedLetter> page;
        do {
            page = letters.list(TODAY.plusDays(1), last, 2);
            page.forEach(letter -> all.add(letter.id()));
            last = page.isEmpty() ? last : Optional.of(page.get(page.size() - 1).id());
        } while (!page.isEmpty());

        assertThat(all).hasSize(6).doesNotHaveDuplicates();
        assertThat(all.subList(0, 3)).allMatch(id -> id.day().equals(TODAY.plusDays(2)));
        assertThat(all.subList(3, 6)).allMatch(id -> id.day().equals(TODAY.plusDays(1)));
        assertThat(letters.list(TODAY, Optional.empty(), 1)).singleElement().satisfies(letter -> {
            assertThat(letter.why()).startsWith("why ");
            assertThat(letter.door()).isEqualTo("/events/batch");
            assertThat(letter.size()).isEqualTo(6);
        });
    }

    @Test
    void aReasonLongerThanMetadataHoldsIsCutInTheListAndWholeInTheLetter() {
        String why = "é\r\n\uD83D\uDE00".repeat(1000);
        letters.keep("/events/batch", why, Map.of(), new byte[1]);

        assertThat(only().why().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(2000);
        assertThat(only().why()).startsWith("é  \uD83D\uDE00é").doesNotContain("\n");
        assertThat(letters.find(only().id()).orElseThrow().why()).isEqualTo(why);
    }

    /** An event of a client that the catalog does not have yet. */
    private LetterId letterOfHooli() {
        InputObject input = world.upload(HOOLI, "a.csv");
        String body =
                "{\"bucket\": \"demo-batch\", \"name\": \"%s\", \"generation\": \"%d\", \"size\": \"5\", \"timeCreated\": \"%s\"}"
                        .formatted(input.name().name(), input.generation(), input.created());
        letters.keep("/events/storage", "the catalog has no client", HEADERS, body.getBytes(StandardCharsets.UTF_8));
        return only().id();
    }

    private ListedLetter only() {
        List<ListedLetter> all = letters.list(TODAY, Optional.empty(), 10);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private Outcome replay(LetterId id) {
        CurrentCatalog now = new CurrentCatalog(new CatalogFolder().load(folder));
        StorageDoor storage = new StorageDoor(new StorageEvents(), now, world.store, world.launch());
        BatchDoor batch = new BatchDoor(new BatchNotices(), now, world.settle, world.config);
        return new ReplayLetter(letters, storage, batch, world.clock).replay(id);
    }
}
