package dev.sluice.callback;

import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClosedException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says in a few words why there was no answer. */
final class Failures {
    private Failures() {}

    static Answer answer(Throwable e, Post post) {
        if (e instanceof Destination.Refused) {
            return Answer.refused(e.getMessage());
        }
        return Answer.silent(Told.of(reason(e, post), post.key()));
    }

    private static String reason(Throwable e, Post post) {
        Throwable root = root(e);
        String host = Destination.host(post.url());
        if (root instanceof UnknownHostException) {
            return "there is no host " + host;
        }
        if (root instanceof HttpClosedException || root instanceof VertxException) {
            return "the connection was closed without an answer";
        }
        if (root instanceof ConnectException) {
            return "no connection to %s, port %d".formatted(host, Destination.port(post.url()));
        }
        if (e instanceof SSLException || root instanceof GeneralSecurityException) {
            return "no TLS connection to %s: %s"
                    .formatted(host, Optional.ofNullable(root.getMessage()).orElse("no more is known"));
        }
        // not the message: it may quote an answer that is none
        return "no answer that HTTP knows (%s)".formatted(root.getClass().getSimpleName());
    }

    private static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
