package dev.sluice.callback;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads an answer, and not more of it than is worth reading. */
final class AnswerText {
    /** The most that is read, in bytes; the connection is then closed. */
    static final int MOST = 64 * 1024;

    private final int status;
    private final Optional<Secret> key;
    private final Buffer read = Buffer.buffer();
    private final Promise<Answer> whole = Promise.promise();

    AnswerText(HttpClientResponse response, Optional<Secret> key) {
        this.status = response.statusCode();
        this.key = key;
        response.exceptionHandler(e -> whole.tryComplete(soFar()));
        response.endHandler(end -> whole.tryComplete(soFar()));
        response.handler(this::add);
    }

    private synchronized void add(Buffer part) {
        int room = MOST - read.length();
        read.appendBuffer(part.slice(0, Math.min(room, part.length())));
        if (read.length() == MOST) {
            whole.tryComplete(soFar());
        }
    }

    /** The answer once it has ended, was cut, or broke off. */
    Future<Answer> whole() {
        return whole.future();
    }

    /** The answer as far as it has come. */
    synchronized Answer soFar() {
        return Answer.of(status, Told.of(read.toString(StandardCharsets.UTF_8), key));
    }
}
