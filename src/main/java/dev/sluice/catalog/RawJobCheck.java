package dev.sluice.catalog;

import dev.sluice.catalog.ProductFolder.TemplateFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A raw job: its texts, where it runs, and what it asks for. What it may not say is for {@link RawJobRefusals}. */
final class RawJobCheck {
    private final Node job;
    private final Node parameters;
    private final ProductFolder product;
    private final Problems problems;
    private final GuardrailCheck guardrails;
    private final RawJobRefusals refusals;

    RawJobCheck(TemplateFile template, ProductFolder product, Problems problems) {
        this.job = template.job().node();
        this.parameters = template.source().node().at("parameters");
        this.product = product;
        this.problems = problems;
        this.guardrails = new GuardrailCheck(product.guardrails(), problems);
        this.refusals = new RawJobRefusals(product, product.clientsOf(template.name()), problems);
    }

    void check() {
        if (!job.exists()) {
            return;
        }
        if (job.at("taskGroups").items().size() != 1) {
            problems.add(job.at("taskGroups")
                    .problem("the job has " + job.at("taskGroups").items().size()
                            + " task groups, expected one: Batch takes no other number"));
        }
        texts();
        region();
        job.at("taskGroups").items().forEach(this::group);
        instances();
        refusals.check(job);
    }

    private void texts() {
        TextCheck texts = new TextCheck(parameters, problems);
        Set<String> replacedIn = new HashSet<>();
        for (Node environment : environments(job)) {
            replacedIn.add(environment.at("variables").pointer());
            texts.variables(environment.at("variables").fields());
            environment.at("variables").fields().forEach(this::name);
        }
        for (Node runnable : runnables(job)) {
            Node commands = runnable.at("container", "commands");
            replacedIn.add(commands.pointer());
            texts.command(commands.items());
        }
        texts.elsewhere(job, replacedIn);
    }

    private void name(String name, Node variable) {
        if (name.startsWith("SLUICE_")) {
            problems.add(variable.keyProblem(
                    Words.quote(name) + " is set by Sluice, expected a name that does not begin with SLUICE_"));
        }
    }

    private void region() {
        Node locations = job.at("allocationPolicy", "location", "allowedLocations");
        Set<String> regions = new TreeSet<>();
        for (Node location : locations.items()) {
            Optional<String> region = location.text().flatMap(RawLocation::region);
            region.ifPresentOrElse(
                    regions::add,
                    () -> problems.add(location.problem(
                            location.name() + " is no location, expected regions/REGION or zones/ZONE")));
            region.ifPresent(name -> guardrails.region(location, name));
        }
        if (regions.size() > 1) {
            problems.add(locations.problem(
                    locations.name() + " has " + Words.all(regions) + ", expected one region: a job lives in one"));
        }
        if (locations.items().isEmpty()
                && product.product().node().exists()
                && !product.defaultRegion().exists()) {
            problems.add(
                    job.problem("the job names no location and product.yaml has no defaults.region, expected one"));
        }
    }

    private void group(Node group) {
        Node runnables = group.at("taskSpec", "runnables");
        if (group.at("taskSpec").exists() && runnables.items().isEmpty()) {
            problems.add(group.at("taskSpec").problem("the job has no runnables, expected at least one"));
        }
        runnables.items().forEach(this::runnable);
        Node tasks = group.at("taskCount");
        RawNumber.of(tasks).ifPresent(count -> guardrails.tasks(tasks, count));
        Node limit = group.at("taskSpec", "maxRunDuration");
        limit.text().ifPresent(shown -> Durations.parseGoogle(shown)
                .ifPresent(duration -> guardrails.timeLimit(limit, shown, duration)));
        Node cpu = group.at("taskSpec", "computeResource", "cpuMilli");
        RawNumber.of(cpu).ifPresent(milli -> guardrails.vcpus(cpu, milli.toString(), (milli + 999) / 1000));
        Node memory = group.at("taskSpec", "computeResource", "memoryMib");
        RawNumber.of(memory).ifPresent(mib -> guardrails.memory(memory, new Memory(mib)));
    }

    private void runnable(Node runnable) {
        long kinds = Stream.of("container", "script", "barrier")
                .filter(kind -> runnable.at(kind).exists())
                .count();
        if (kinds != 1) {
            problems.add(
                    runnable.problem(runnable.name() + " needs exactly one of `container`, `script` and `barrier`"));
        }
    }

    private void instances() {
        List<Node> instances = job.at("allocationPolicy", "instances").items();
        if (instances.isEmpty()) {
            guardrails.noMachineType(job);
        }
        for (Node instance : instances) {
            Node machineType = instance.at("policy", "machineType");
            machineType
                    .text()
                    .filter(type -> !type.isEmpty())
                    .ifPresentOrElse(
                            type -> guardrails.machineType(machineType, type),
                            () -> guardrails.noMachineType(instance));
        }
    }

    static List<Node> runnables(Node job) {
        return job.at("taskGroups").items().stream()
                .flatMap(group -> group.at("taskSpec", "runnables").items().stream())
                .toList();
    }

    /** Every place that has variables. */
    static List<Node> environments(Node job) {
        List<Node> environments = new ArrayList<>();
        for (Node group : job.at("taskGroups").items()) {
            environments.add(group.at("taskSpec", "environment"));
            environments.addAll(group.at("taskEnvironments").items());
        }
        runnables(job).forEach(runnable -> environments.add(runnable.at("environment")));
        return environments;
    }
}
