package dev.sluice.local.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.time.LocalClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlServerTest {
    private final LocalClock clock = LocalClock.standing(Instant.parse("2026-11-21T07:30:00Z"));
    private final Faults faults = new Faults(3, clock);
    private final List<String> done = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private ControlServer server;

    /** A service that writes down what it was told. */
    private record Told(String name, List<String> done) implements Controls.Service {
        @Override
        public Map<String, Object> state() {
            return Map.of("name", name);
        }

        @Override
        public void reset() {
            done.add("reset " + name);
        }
    }

    /** A number that can be read and set. */
    private static final class Zones implements Controls.Dial {
        private int zones = 3;

        @Override
        public Object get() {
            return Map.of("zones", zones);
        }

        @Override
        public void set(JsonNode value) {
            zones = value.get("zones").asInt();
        }
    }

    @BeforeEach
    void start() throws IOException {
        Map<String, Controls.Service> services = Map.of(
                "storage",
                new Told("storage", done),
                "pubsub",
                new Told("pubsub", done),
                "batch",
                new Told("batch", done));
        server = ControlServer.start(0, new Controls(clock, faults, services, Map.of("fleet", new Zones())));
    }

    @AfterEach
    void close() {
        server.close();
        clock.close();
    }

    @Test
    void helpTellsEveryControl() throws Exception {
        assertThat(send("GET", "/_local/", "").body())
                .contains("/_local/state", "/_local/reset", "/_local/clock", "/_local/faults", "/_local/fleet");
        assertThat(send("GET", "/_local", "").statusCode()).isEqualTo(200);
    }

    @Test
    void faultsAreSetListedAndForgotten() throws Exception {
        HttpResponse<String> set = send(
                "POST",
                "/_local/faults",
                "{\"service\": \"batch\", \"kind\": \"preempted\", \"delay\": \"1500ms\", \"times\": 1}");
        assertThat(set.statusCode()).isEqualTo(201);
        assertThat(json(set).get("id").asText()).isEqualTo("f1");
        JsonNode listed = json(send("GET", "/_local/faults", ""));
        assertThat(listed.at("/faults/0/delay").asText()).isEqualTo("1500ms");
        assertThat(listed.at("/faults/0/strikes").asInt()).isZero();
        assertThat(send("DELETE", "/_local/faults/f1", "").statusCode()).isEqualTo(200);
        assertThat(send("DELETE", "/_local/faults/f1", "").statusCode()).isEqualTo(404);
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void aListReplacesAllFaultsOrNone() throws Exception {
        send("POST", "/_local/faults", "{\"service\": \"batch\", \"kind\": \"slow\", \"delay\": \"1s\"}");
        HttpResponse<String> wrong = send(
                "PUT",
                "/_local/faults",
                "{\"seed\": 9, \"faults\": [{\"service\": \"pubsub\", \"kind\": \"lost\"}, {\"service\": \"pubsub\"}]}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("a fault needs a kind");
        assertThat(faults.seed()).isEqualTo(3);
        assertThat(faults.all()).hasSize(1);
        send("PUT", "/_local/faults", "{\"seed\": 9, \"faults\": [{\"service\": \"pubsub\", \"kind\": \"lost\"}]}");
        assertThat(faults.seed()).isEqualTo(9);
        assertThat(faults.all()).singleElement().satisfies(fault -> assertThat(fault.id())
                .isEqualTo("f1"));
    }

    @Test
    void theClockMovesForwardByATimeOrToAMoment() throws Exception {
        assertThat(json(send("POST", "/_local/clock", "{\"advance\": \"2h\"}"))
                        .get("now")
                        .asText())
                .isEqualTo("2026-11-21T09:30:00Z");
        send("POST", "/_local/clock", "{\"set\": \"2026-11-23T07:30:00Z\"}");
        assertThat(json(send("GET", "/_local/clock", "")).get("ahead").asText()).isEqualTo("2d");
    }

    @Test
    void resetEndsJobsBeforeItEmptiesWhatTheyWriteInto() throws Exception {
        faults.add(dev.sluice.local.fault.Fault.of(
                dev.sluice.local.fault.Fault.Service.BATCH, dev.sluice.local.fault.Kind.REFUSED));
        send("POST", "/_local/reset", "");
        assertThat(done).containsExactly("reset batch", "reset pubsub", "reset storage");
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void resetCanBeOfOneService() throws Exception {
        faults.add(dev.sluice.local.fault.Fault.of(
                dev.sluice.local.fault.Fault.Service.BATCH, dev.sluice.local.fault.Kind.REFUSED));
        send("POST", "/_local/reset", "{\"services\": [\"pubsub\"]}");
        assertThat(done).containsExactly("reset pubsub");
        assertThat(faults.all()).hasSize(1);
    }

    @Test
    void stateShowsAllThere() throws Exception {
        JsonNode state = json(send("GET", "/_local/state", ""));
        assertThat(state.at("/batch/name").asText()).isEqualTo("batch");
        assertThat(state.at("/clock/now").asText()).isEqualTo("2026-11-21T07:30:00Z");
        assertThat(state.at("/faults/seed").asInt()).isEqualTo(3);
        assertThat(state.at("/fleet/zones").asInt()).isEqualTo(3);
    }

    @Test
    void theFleetIsReadAndSetAsAWhole() throws Exception {
        assertThat(json(send("PUT", "/_local/fleet", "{\"zones\": 1}"))
                        .get("zones")
                        .asInt())
                .isEqualTo(1);
        assertThat(json(send("GET", "/_local/fleet", "")).get("zones").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "POST | faults | {\"service\": \"batch\", \"kind\": \"exploded\"} | 400 | \"exploded\\\" is no kind of fault; there are refused",
                "POST | faults | {\"service\": \"bigtable\", \"kind\": \"slow\"} | 400 | there are storage, pubsub and batch",
                "POST | faults | {\"service\": \"batch\", \"kind\": \"slow\", \"wait\": \"1s\"} | 400 | unknown field \\\"wait\\\"; there are about, after",
                "POST | faults | {\"service\": \"batch\", \"kind\": \"slow\", \"delay\": \"soon\"} | 400 | as in 500ms or 25m",
                "POST | faults | {\"service\": \"batch\", | 400 | the body is no JSON",
                "POST | faults | [] | 400 | Fault",
                "POST | clock | {} | 400 | either \\\"advance\\\" or \\\"set\\\"",
                "POST | clock | {\"set\": \"tomorrow\"} | 400 | no time such as 2027-01-01T00:00:00Z",
                "POST | clock | {\"set\": \"2020-01-01T00:00:00Z\"} | 400 | only moves forward",
                "POST | reset | {\"services\": [\"bigtable\"]} | 400 | there are [batch, pubsub, storage]",
                "POST | reset | {\"service\": \"batch\"} | 400 | unknown field \\\"service\\\"",
                "PATCH | clock | {} | 404 | GET /_local/ tells what there is",
            })
    void whatMakesNoSenseIsToldWhatWould(String method, String path, String body, int status, String told)
            throws Exception {
        HttpResponse<String> answer = send(method, "/_local/" + path, body);
        assertThat(answer.body()).contains(told);
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void aPageInABrowserCannotUseThem() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address("/_local/reset"))
                .header("Origin", "https://elsewhere.example")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
        assertThat(statusFor("rebound.example:" + server.port())).contains("403");
        assertThat(statusFor("localhost:" + server.port())).contains("200");
        assertThat(done).isEmpty();
    }

    /** With a Host header that the JDK's client does not let one set. */
    private String statusFor(String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write("GET /_local/clock HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(host)
                            .getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(address(path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }
}
