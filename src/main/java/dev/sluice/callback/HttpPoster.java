package dev.sluice.callback;

import dev.sluice.SluiceConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends a callback by HTTP/1.1, on a connection of its own: no redirection is followed, no more than {@link AnswerText#MOST} of the
 * answer read, and certificates are checked against the host's name whatever address it is at.
 */
@ApplicationScoped
class HttpPoster implements Poster {
    private static final int AT_ONCE = 64;
    private static final int CONNECT_SECONDS = 5;

    private final HttpClient client;
    private final Destination destination;
    private final String agent;
    private final Duration longest;

    @Inject
    HttpPoster(Vertx vertx, SluiceConfig config) {
        this(vertx, config, InetAddress::getAllByName, new HttpClientOptions(), LONGEST);
    }

    /**
     * @param names looks hosts up
     * @param options whom to trust
     * @param longest that a try takes
     */
    HttpPoster(Vertx vertx, SluiceConfig config, Destination.Names names, HttpClientOptions options, Duration longest) {
        this.client = vertx.createHttpClient(
                options.setKeepAlive(false)
                        .setConnectTimeout(CONNECT_SECONDS * 1000)
                        .setSslHandshakeTimeout(CONNECT_SECONDS)
                        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                        .setVerifyHost(true),
                new PoolOptions().setHttp1MaxSize(AT_ONCE));
        this.destination = new Destination(vertx, names, config.callback().allowLoopback());
        this.longest = longest;
        this.agent = "sluice (deployment %s)".formatted(config.deployment());
    }

    @Override
    public Answer post(Post post) {
        Exchange exchange = new Exchange(post);
        try {
            return exchange.start()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return exchange.soFar()
                    .orElseGet(() -> Answer.silent("no answer within %s s".formatted(longest.toMillis() / 1000.0)));
        } catch (ExecutionException e) {
            return exchange.soFar().orElseGet(() -> Failures.answer(e.getCause(), post));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.silent("interrupted, as the service is being stopped");
        } finally {
            exchange.end();
        }
    }

    /** One try. */
    private final class Exchange {
        private final Post post;
        private volatile Optional<HttpClientRequest> request = Optional.empty();
        private volatile Optional<AnswerText> answer = Optional.empty();
        private volatile boolean over;

        Exchange(Post post) {
            this.post = post;
        }

        Future<Answer> start() {
            return destination.of(post.url()).compose(this::connect).compose(this::send);
        }

        /** One address after the other, until one can be connected to; nothing was sent before. */
        private Future<HttpClientRequest> connect(List<InetAddress> addresses) {
            Future<HttpClientRequest> first = client.request(options(post.url(), addresses.get(0)));
            return addresses.size() == 1 ? first : first.recover(e -> connect(addresses.subList(1, addresses.size())));
        }

        private Future<Answer> send(HttpClientRequest connected) {
            // without these Vert.x logs what is wrong with an answer, which may repeat the key
            connected.exceptionHandler(e -> {});
            connected.connection().exceptionHandler(e -> {});
            request = Optional.of(connected);
            if (over) {
                end();
                return Future.failedFuture(new TimeoutException());
            }
            connected.putHeader("Host", post.url().getRawAuthority());
            connected.putHeader("Content-Type", "application/json");
            connected.putHeader("User-Agent", agent);
            connected.putHeader("Idempotency-Key", post.id());
            post.key().ifPresent(key -> connected.putHeader("Authorization", key.bearer()));
            return connected.send(Buffer.buffer(post.body())).compose(response -> {
                AnswerText text = new AnswerText(response, post.key());
                answer = Optional.of(text);
                return text.whole();
            });
        }

        /** The answer as far as it came: who sent a status has taken or refused the request, whatever becomes of the rest. */
        Optional<Answer> soFar() {
            return answer.map(AnswerText::soFar);
        }

        void end() {
            over = true;
            request.ifPresent(open -> {
                open.reset();
                open.connection().close();
            });
        }
    }

    private static RequestOptions options(URI url, InetAddress address) {
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                // the address that was checked is connected to; TLS goes by the name
                .setServer(SocketAddress.inetSocketAddress(Destination.port(url), address.getHostAddress()))
                .setHost(Destination.host(url))
                .setPort(Destination.port(url))
                .setSsl(url.getScheme().equals("https"))
                .setURI(path + query)
                .setFollowRedirects(false);
    }
}
