package dev.sluice.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What only shows beside the other clients. Bucket and prefix cannot collide, since folder and file are the prefix;
 * topics can: {@code a-b} + {@code c} and {@code a} + {@code b-c} join to the same name.
 */
final class NeighbourCheck {
    private final Problems problems;
    private final Problems warnings;
    private final Map<String, Source> byTopic = new HashMap<>();
    private final Map<String, Source> byAccount = new HashMap<>();

    NeighbourCheck(Problems problems, Problems warnings) {
        this.problems = problems;
        this.warnings = warnings;
    }

    void check(List<ProductFolder> products) {
        for (ProductFolder product : products) {
            product.clients().forEach((name, client) -> {
                topic(product.name() + "-" + name, client);
                account(client);
            });
        }
    }

    private void topic(String joined, Source client) {
        Source other = byTopic.putIfAbsent(joined, client);
        if (other != null) {
            problems.add(
                    client.file(),
                    Place.START,
                    "this client has the same topic as " + slashes(other) + ", batch-" + joined
                            + "-outputs, expected a name that joins to another");
        }
    }

    private void account(Source client) {
        Node account = client.node().at("jobServiceAccount");
        account.text()
                .map(email -> byAccount.putIfAbsent(email, client))
                .ifPresent(other -> warnings.add(account.problem("the jobs of " + slashes(other)
                        + " run as this account too, so each can read the" + " other's files")));
    }

    private static String slashes(Source source) {
        return source.file().toString().replace('\\', '/');
    }
}
