package dev.sluice.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a raw job may not say, because Sluice says it, or because it would open one client's files, or the machine, to
 * another client's job.
 */
final class RawJobRefusals {
    private static final Pattern SECRET = Pattern.compile(
            "projects/[A-Za-z0-9.:_-]{1,80}/secrets/[A-Za-z0-9_-]{1,255}/versions/([1-9][0-9]{0,17}|latest)");
    private static final Set<String> RESERVED_LABELS = Set.of("sluice-", "goog-", "google-");
    private static final String CLIENT_MOUNT = "/mnt/disks/client";

    private final ProductFolder product;
    private final List<String> clients;
    private final Problems problems;

    /** @param clients the names of those that use the template */
    RawJobRefusals(ProductFolder product, List<String> clients, Problems problems) {
        this.product = product;
        this.clients = clients;
        this.problems = problems;
    }

    void check(Node job) {
        if (!job.at("notifications").items().isEmpty()) {
            refuse(job.at("notifications"), "Sluice sets its own, or it would not hear of the job");
        }
        account(job.at("allocationPolicy", "serviceAccount", "email"));
        job.at("allocationPolicy", "instances").items().forEach(instance -> {
            if (instance.at("instanceTemplate").exists()) {
                refuse(instance.at("instanceTemplate"), "what it holds cannot be checked against the guardrails");
            }
            instance.at("policy", "disks").items().stream()
                    .map(disk -> disk.at("existingDisk"))
                    .filter(Node::exists)
                    .forEach(disk -> refuse(disk, "it may hold another client's files"));
        });
        labels(job.at("labels"));
        labels(job.at("allocationPolicy", "labels"));
        RawJobCheck.environments(job)
                .forEach(environment ->
                        environment.at("secretVariables").fields().values().forEach(this::secret));
        job.at("taskGroups").items().forEach(group -> {
            group.at("taskSpec", "volumes").items().forEach(this::volume);
            if (group.at("taskSpec", "environments").exists()) {
                refuse(group.at("taskSpec", "environments"), "Batch has replaced it by `environment`");
            }
        });
        RawJobCheck.runnables(job).forEach(this::runnable);
    }

    private void runnable(Node runnable) {
        labels(runnable.at("labels"));
        Node container = runnable.at("container");
        secret(container.at("password"));
        Node options = container.at("options");
        options.text()
                .flatMap(ContainerOptions::objection)
                .ifPresent(objection -> problems.add(options.problem("`options` holds " + objection)));
        container.at("volumes").items().forEach(volume -> volume.text()
                .flatMap(ContainerVolume::objection)
                .ifPresent(objection -> problems.add(volume.problem(volume.name() + objection))));
    }

    private void account(Node email) {
        for (String client : clients) {
            Node own = product.clients().get(client).node().at("jobServiceAccount");
            email.text()
                    .filter(said -> own.text().isPresent() && !own.text().equals(Optional.of(said)))
                    .ifPresent(
                            said -> problems.add(email.problem("`email` is " + Words.quote(said) + ", and the jobs of "
                                    + client + " run as " + own.json().textValue() + " (" + own.fileAndLine()
                                    + "); leave it out, Sluice sets each client's own")));
        }
    }

    private void labels(Node labels) {
        labels.fields().forEach((key, value) -> {
            if (RESERVED_LABELS.stream().anyMatch(key::startsWith)) {
                problems.add(value.keyProblem("the label " + Words.quote(key)
                        + " is reserved, expected one that does not begin with sluice-, goog- or google-"));
            }
        });
    }

    private void secret(Node value) {
        value.text()
                .filter(text -> !SECRET.matcher(text).matches())
                .ifPresent(text -> problems.add(value.problem(value.name()
                        + " is a literal value, which is refused (and not shown), expected a version in Secret"
                        + " Manager, such as projects/PROJECT/secrets/NAME/versions/3")));
    }

    private void volume(Node volume) {
        for (String kind : List.of("nfs", "deviceName")) {
            if (volume.at(kind).exists()) {
                refuse(volume.at(kind), "only Cloud Storage below the client's own prefix is mounted");
            }
        }
        Node mount = volume.at("mountPath");
        mount.text()
                .filter(path -> (path + "/").startsWith(CLIENT_MOUNT + "/"))
                .ifPresent(path -> refuse(mount, "Sluice mounts the client's own files at " + CLIENT_MOUNT));
        Node remote = volume.at("gcs", "remotePath");
        remote.text().ifPresent(path -> foreign(path)
                .ifPresent(why -> problems.add(remote.problem("`remotePath` is " + Words.quote(path) + ", " + why))));
    }

    /** Below the prefix of every client that uses the template, or one could read another's files. */
    private Optional<String> foreign(String path) {
        String bucket = product.product().node().at("bucket").text().orElse("");
        Optional<String> outside = clients.stream()
                .map(client -> bucket + "/" + product.name() + "/" + client + "/")
                .filter(prefix -> !(path + "/").startsWith(prefix))
                .findFirst();
        boolean climbs = List.of(path.split("/", -1)).contains("..");
        return climbs || clients.isEmpty() && !path.startsWith(bucket + "/" + product.name() + "/")
                ? Optional.of("expected a place below " + bucket + "/" + product.name() + "/CLIENT/")
                : outside.map(
                        prefix -> "expected a place below " + prefix + ": a job sees its own client's files only");
    }

    private void refuse(Node node, String why) {
        problems.add(node.keyProblem(node.name() + " is refused: " + why));
    }
}
