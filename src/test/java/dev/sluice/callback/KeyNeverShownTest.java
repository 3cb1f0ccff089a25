package dev.sluice.callback;

import static dev.sluice.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.TestCatalog;
import dev.sluice.World;
import dev.sluice.batch.JobState;
import dev.sluice.run.Ledger;
import dev.sluice.run.Run;
import dev.sluice.storage.ObjectName;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key reaches the one who is called and nobody else, whatever that one answers: all that is written anywhere is searched for it. */
class KeyNeverShownTest {
    private static final String KEY = "0fAnImp0rt-Key_7.q";
    private static final String TOKEN = "a-token-of-the-address";

    /** Keeps every line of every logger, with its stack traces. */
    private static final class Lines extends Handler {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
            for (Throwable e = line.getThrown(); e != null; e = e.getCause()) {
                lines.add(e.toString());
            }
            for (Object parameter : line.getParameters() == null ? new Object[0] : line.getParameters()) {
                lines.add(String.valueOf(parameter));
            }
        }

        @Override
        public void flush() {
            // nothing is buffered
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    @TempDir
    Path folder;

    private final Lines lines = new Lines();
    private final Logger root = Logger.getLogger("");
    private final Level before = root.getLevel();
    private final Handler[] others = root.getHandlers();
    private Vertx vertx;
    private HttpServer server;

    @BeforeEach
    void everyLineIsKept() throws Exception {
        vertx = Vertx.vertx();
        server = HttpServer.start();
        // the console would show all of it
        Stream.of(others).forEach(root::removeHandler);
        root.addHandler(lines);
        root.setLevel(Level.ALL);
    }

    @AfterEach
    void restore() {
        root.setLevel(before);
        root.removeHandler(lines);
        Stream.of(others).forEach(root::addHandler);
        server.close();
        vertx.close();
    }

    @Test
    void whateverTheOtherSideAnswersTheKeyIsWrittenNowhere() throws Exception {
        List<String> answers = List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 34\r\n\r\nAuthorization: Bearer " + KEY,
                "HTTP/1.1 500 %s\r\nX-Echo: %s\r\nContent-Length: 0\r\n\r\n".formatted(KEY, KEY),
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/%s\r\nContent-Length: 18\r\n\r\n%s"
                        .formatted(KEY, KEY),
                "HTTP/%s %s %s\r\n\r\n".formatted(KEY, KEY, KEY),
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n".formatted(KEY),
                "HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n".formatted(KEY),
                "HTTP/1.1 200 OK\r\n%s\r\n\r\n".formatted(KEY),
                KEY,
                "");
        int number = 0;
        for (String answer : answers) {
            server.answers(HttpServer.answer(answer));
            assertNothingShowsTheKey(called(number++));
        }
        assertThat(server.requests())
                .hasSize(answers.size())
                .allSatisfy(request -> assertThat(request.headers()).containsEntry("authorization", "Bearer " + KEY))
                .allSatisfy(request -> assertThat(request.line()).contains(TOKEN));
    }

    @Test
    void aKeyThatCannotBeSentIsNotShownEither() throws Exception {
        World world = called(0, KEY + "\nX-Other: 1");

        assertNothingShowsTheKey(world);
        assertThat(server.requests()).isEmpty();
    }

    private World called(int number) throws Exception {
        return called(number, KEY);
    }

    /** A run that succeeded and was called back, once and then for a day. */
    private World called(int number, String secret) throws Exception {
        Path catalog = Files.createDirectories(folder.resolve(number + "/catalog"));
        Path secrets = Files.createDirectories(folder.resolve(number + "/secrets"));
        Files.writeString(secrets.resolve("KEY"), secret);
        TestCatalog.in(catalog)
                .template(
                        "upper-case",
                        CallBackTest.template(
                                "callback: { url: \"http://127.0.0.1:%d/batch?token=%s\", key: KEY, secret: projects/demo/secrets/KEY/versions/1 }"
                                        .formatted(server.port(), TOKEN)));
        World world = new World(
                catalog,
                Runnable::run,
                Map.of("sluice.secrets-dir", secrets.toString(), "sluice.callback.allow-loopback", "true"));
        // no first try: the twin is not asked
        world.receiver.silent("127.0.0.1");
        Run run = world.run(world.launch(ACME, world.upload(ACME, "letters.txt")));
        world.notice(run, JobState.SUCCEEDED);
        world.clock.forward(Duration.ofMinutes(1));
        HttpPoster poster = new HttpPoster(
                vertx, world.config, InetAddress::getAllByName, new HttpClientOptions(), Duration.ofSeconds(10));
        Ledger ledger = new Ledger(world.store, world.config);
        CallBack callBack = new CallBack(ledger, poster, new SecretFiles(world.config), world.clock, Runnable::run);
        callBack.tryToDeliver(run.key());
        return world;
    }

    private void assertNothingShowsTheKey(World world) {
        List<String> written = new ArrayList<>(lines.lines);
        assertThat(written).as("the logs are searched").anyMatch(line -> line.contains("call"));
        for (String bucket : List.of("ledger", World.BUCKET)) {
            world.store.names(bucket).forEach(name -> {
                written.add(name);
                written.add(new String(
                        world.store
                                .read(new ObjectName(bucket, name))
                                .orElseThrow()
                                .bytes(),
                        StandardCharsets.UTF_8));
                written.add(world.store
                        .stat(new ObjectName(bucket, name))
                        .orElseThrow()
                        .metadata()
                        .toString());
            });
        }
        world.topics.published().forEach(each -> {
            written.add(each.message().attributes().toString());
            written.add(new String(each.message().data(), StandardCharsets.UTF_8));
        });
        world.jobs.created().forEach(job -> written.add(job.toString()));
        assertThat(written).allSatisfy(text -> assertThat(text.toLowerCase(Locale.ROOT))
                .doesNotContain(KEY.toLowerCase(Locale.ROOT)));
        assertThat(lines.lines).noneMatch(line -> line.contains(TOKEN));
    }
}
