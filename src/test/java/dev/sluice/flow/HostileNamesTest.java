package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.run.InputObject;
import dev.sluice.run.Run;
import dev.sluice.run.RunState;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Names that a file system, a shell or an option parser would trip over, from the bucket to the task's own arguments. */
@QuarkusTest
class HostileNamesTest extends ServiceFlow {
    private static final int RANDOM_NAMES = 20;
    private static final List<String> PIECES = List.of(
            "..",
            ".",
            "",
            "/",
            "a",
            "é",
            "e\u0301",
            "\uD83D\uDE00",
            "'",
            "\"",
            "`id`",
            "$(touch stray)",
            ";",
            "|",
            "&",
            " ",
            "\u000B",
            "\u2028",
            "\t",
            "\\",
            "*",
            "?",
            "~",
            "--help",
            "-rf",
            "%2F",
            "%00",
            "+",
            "{input.uri}",
            "{{",
            "}",
            "#",
            "\u202E",
            "/mnt/disks/client",
            "C:",
            "\u0001");
    private static final List<String> NAMES = List.of(
            "..",
            "../../../etc/passwd",
            "a/../../b",
            "a//b",
            "./a",
            "it's \"quoted\"",
            "two\tcells\u000B\u2028",
            "$(touch stray)",
            "`touch stray`; touch stray",
            "--help",
            "-",
            "caf\u00e9",
            "cafe\u0301",
            "x".repeat(995),
            "ü".repeat(300),
            "{output.path}");

    private final HttpClient http = HttpClient.newHttpClient();

    @ConfigProperty(name = "flow.above")
    Path above;

    @Test
    void byUriEachNameReachesTheTaskByteForByte() throws Exception {
        List<String> names = new ArrayList<>(NAMES);
        names.addAll(randomNames());
        Map<String, InputObject> inputs = new LinkedHashMap<>();
        for (String name : names) {
            InputObject input = upload(GLOBEX, name, "x");
            assertThat(send(new Events(service).finalized(input))).as(name).isEqualTo("created");
            inputs.put(name, input);
        }
        for (InputObject input : inputs.values()) {
            Run run = awaitEnd(keyOf(GLOBEX, input));
            assertThat(run.state()).as("%s: %s", input.name(), run.verdict()).isEqualTo(RunState.SUCCEEDED);
            JsonNode given = new ObjectMapper().readTree(text("demo-batch", run.outputPrefix() + "a1/given.json"));
            String uri = "gs://demo-batch/mlops-template/globex/inputs/"
                    + input.name().name().substring(GLOBEX.inputs().length());
            assertThat(decoded(given.at("/arguments/0"))).isEqualTo(uri);
            assertThat(decoded(given.at("/variables/SLUICE_INPUT_URI"))).isEqualTo(uri);
            assertThat(decoded(given.at("/variables/SLUICE_INPUT_OBJECT")))
                    .isEqualTo(input.name().name());
        }
        assertNothingStrayed();
    }

    @Test
    void byPathTheImpossibleOnesAreRejectedWithAHintAndTheOthersRun() throws Exception {
        Map<String, Boolean> names = new LinkedHashMap<>();
        names.put("a/../b.txt", false);
        names.put("a//b.txt", false);
        names.put("./a.txt", false);
        names.put("x".repeat(256) + ".txt", false);
        names.put("--help.txt", true);
        names.put("$(touch stray).txt", true);
        names.put("two\tcells.txt", true);
        names.put("it's \"quoted\".txt", true);
        names.put("caf\u00e9.txt", true);
        names.put("cafe\u0301.txt", true);
        names.put("ü".repeat(125) + ".txt", true);
        for (Map.Entry<String, Boolean> each : names.entrySet()) {
            InputObject input = upload(ACME, each.getKey(), "straße");
            String outcome = send(new Events(service).finalized(input));
            assertThat(outcome).as(each.getKey()).isEqualTo(each.getValue() ? "created" : "rejected");
            Run run = awaitEnd(keyOf(ACME, input));
            if (each.getValue()) {
                assertThat(text("demo-batch", run.outputPrefix() + "a1/result.txt"))
                        .isEqualTo("STRASSE");
            } else {
                assertThat(run.verdict().orElseThrow().failure().orElseThrow().hint())
                        .contains("{input.uri}");
            }
        }
        awaitMessages(ACME, names.size());
        assertNothingStrayed();
    }

    private static List<String> randomNames() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("HostileNamesTest: -Dseed=" + seed);
        Random random = new Random(seed);
        List<String> names = new ArrayList<>();
        while (names.size() < RANDOM_NAMES) {
            StringBuilder name = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                name.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            // an empty name is none, and one that ends in a slash is a folder's placeholder
            if (!name.isEmpty() && !name.toString().endsWith("/")) {
                names.add(name.toString());
            }
        }
        return names.stream().distinct().toList();
    }

    private void assertNothingStrayed() throws Exception {
        try (Stream<Path> beside = Files.list(above)) {
            assertThat(beside.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("catalog", "data");
        }
        try (Stream<Path> all = Files.walk(above)) {
            assertThat(all.filter(path -> path.getFileName().toString().equals("stray")))
                    .isEmpty();
        }
        assertThat(Path.of("src/test/docker/record/stray")).doesNotExist();
        assertThat(Path.of("docker/upper-case/stray")).doesNotExist();
    }

    private String send(HttpRequest event) throws Exception {
        return http.send(event, BodyHandlers.discarding())
                .headers()
                .firstValue("Sluice-Outcome")
                .orElse("none");
    }

    private static String decoded(JsonNode hex) {
        return new String(HexFormat.of().parseHex(hex.asText()), StandardCharsets.UTF_8);
    }
}
