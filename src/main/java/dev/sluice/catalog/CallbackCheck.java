package dev.sluice.catalog;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * What the schema cannot say of a callback. Of an address the messages show no more than scheme and host, for the rest may hold a secret;
 * that is why the schema has no pattern for it.
 */
final class CallbackCheck {
    private static final String LOOPBACK = "localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]";
    private static final String VARIABLE = "(?!SLUICE_)[A-Za-z_][A-Za-z0-9_]*";
    private static final int LAST_PORT = 65_535;

    private final Node file;
    private final Problems problems;
    private final Problems warnings;

    CallbackCheck(Node file, Problems problems, Problems warnings) {
        this.file = file;
        this.problems = problems;
        this.warnings = warnings;
    }

    void check() {
        Node url = file.at("callback", "url");
        url.text().ifPresent(text -> address(url, text));
        Node secret = file.at("callback", "secret");
        if (secret.exists()) {
            variable(secret, file.at("callback", "key"));
        }
    }

    private void address(Node url, String text) {
        try {
            URI parsed = new URI(text);
            objection(parsed).ifPresent(why -> problems.add(url.problem("`url` " + why)));
            if (isLoopback(parsed)) {
                warnings.add(url.problem("`url` is on a loopback address: only a service with"
                        + " sluice.callback.allow-loopback, such as a local cloud's, calls it"));
            }
        } catch (URISyntaxException e) {
            problems.add(url.problem("`url` is no address: " + e.getReason()));
        }
    }

    private static Optional<String> objection(URI url) {
        if (url.isOpaque() || !("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
            return Optional.of("is not of the form https://HOST/PATH");
        }
        if (url.getRawUserInfo() != null) {
            return Optional.of("holds a user (not shown), expected the name of a secret in `key` instead");
        }
        if (url.getHost() == null) {
            return Optional.of("has no host that is a name of letters, digits, - and . or an address, expected"
                    + " https://HOST/PATH");
        }
        if (url.getPort() == 0 || url.getPort() > LAST_PORT) {
            return Optional.of("has the port " + url.getPort() + ", expected 1 to " + LAST_PORT);
        }
        if (url.getRawFragment() != null) {
            return Optional.of("has a part after `#`, which is never sent, expected none");
        }
        return url.getScheme().equals("http") && !isLoopback(url)
                ? Optional.of("is http to " + Words.quote(url.getHost())
                        + ", expected https; http is for the loopback of a local cloud")
                : Optional.empty();
    }

    private static boolean isLoopback(URI url) {
        return url.getHost() != null && url.getHost().matches(LOOPBACK);
    }

    /** The task gets the key as a variable of the key's name. */
    private void variable(Node secret, Node key) {
        if (!key.exists()) {
            problems.add(
                    secret.keyProblem("`secret` gives the task the `key` as a variable, expected `key` beside it"));
        }
        if (file.at("job").exists()) {
            problems.add(secret.keyProblem(
                    "`secret` belongs to a container, expected it inside the job's own file, in" + " secretVariables"));
        }
        key.text().ifPresent(name -> {
            if (!name.matches(VARIABLE)) {
                problems.add(key.problem("`key` is " + Words.quote(name) + " and with `secret` a variable of the task,"
                        + " expected letters, digits and _, not from a digit, and not SLUICE_…"));
            }
            for (String other : new String[] {"environment", "secrets"}) {
                if (file.at(other, name).exists()) {
                    problems.add(key.problem("`key` is a variable of the task because of `secret`, and "
                            + Words.quote(name) + " stands below `" + other + "` too, expected it in one of the two"));
                }
            }
        });
    }
}
