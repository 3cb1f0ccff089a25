package dev.sluice.launch;

import dev.sluice.SluiceConfig;
import dev.sluice.batch.ContainerBody;
import dev.sluice.batch.JobBody;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobSpec;
import dev.sluice.batch.JobSpec.Mount;
import dev.sluice.batch.Machine;
import dev.sluice.batch.RawBody;
import dev.sluice.catalog.Client;
import dev.sluice.catalog.ContainerWork;
import dev.sluice.catalog.Logs;
import dev.sluice.catalog.Placeholder;
import dev.sluice.catalog.Placement;
import dev.sluice.catalog.Product;
import dev.sluice.catalog.Provisioning;
import dev.sluice.catalog.RawJob;
import dev.sluice.catalog.Resources;
import dev.sluice.catalog.Template;
import dev.sluice.run.Callback;
import dev.sluice.run.Failure;
import dev.sluice.run.FailureKind;
import dev.sluice.run.InputObject;
import dev.sluice.run.Planned;
import dev.sluice.run.Reserve;
import dev.sluice.run.Run;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Turns a template and a run into the whole jobs of all its attempts, or says why that cannot be. Makes no call. */
@ApplicationScoped
class Planner {
    private final SluiceConfig config;
    private final MoreMemory moreMemory;

    Planner(SluiceConfig config, MoreMemory moreMemory) {
        this.config = config;
        this.moreMemory = moreMemory;
    }

    Plan plan(Run run, Product product, Client client, Template template) {
        return run.input()
                .flatMap(input -> unusable(input, template))
                .or(() -> missing(template, TaskValues.of(run, 1)))
                .<Plan>map(Plan.Refuse::new)
                .orElseGet(() -> new Plan.Go(planned(run, product, client, template)));
    }

    private Planned planned(Run run, Product product, Client client, Template template) {
        List<JobSpec> jobs = IntStream.rangeClosed(1, template.maxAttempts())
                .mapToObj(attempt -> job(run, client, template, attempt))
                .toList();
        Reserve reserve =
                new Reserve(jobs.subList(1, jobs.size()), template.queueLimit(), moreMemory.of(jobs, product));
        Optional<Callback> callback =
                template.callback().map(declared -> Callback.untried(declared.url(), declared.key()));
        return new Planned(jobs.get(0), reserve, Optional.empty(), callback);
    }

    private static Optional<Failure> unusable(InputObject input, Template template) {
        if (input.name().name().indexOf('\0') >= 0) {
            return Optional.of(Failure.of(
                    FailureKind.INVALID_INPUT,
                    "the object's name holds a NUL character, which no argument or variable of a task can hold",
                    "Upload the file under another name."));
        }
        if (template.usesInputPath() && !input.name().isPath()) {
            return Optional.of(Failure.of(
                    FailureKind.INVALID_INPUT,
                    "the object's name is no path of a file system (it has an empty, \".\" or \"..\" part, or one over 255"
                            + " bytes), and template " + template.name() + " reads its input by {input.path}",
                    "Upload the file under another name, or let the template read {input.uri}."));
        }
        return Optional.empty();
    }

    private static Optional<Failure> missing(Template template, Map<Placeholder, String> values) {
        return template.work()
                .texts()
                .flatMap(text -> text.placeholders().stream())
                .filter(placeholder -> !values.containsKey(placeholder))
                .findFirst()
                .map(
                        placeholder -> Failure.of(
                                FailureKind.INVALID_INPUT,
                                "template %s uses %s, which has no value for this run"
                                        .formatted(template.name(), placeholder),
                                placeholder
                                        .parameterName()
                                        .map(name -> "Give parameter " + name
                                                + " a default in the template, or a value in the client's file.")
                                        .orElse(
                                                "Runs that an object causes have no such value: take it out of the template.")));
    }

    private JobSpec job(Run run, Client client, Template template, int attempt) {
        Map<Placeholder, String> values = TaskValues.of(run, attempt);
        String region =
                template.work().fold(container -> placement(container, attempt).region(), RawJob::region);
        Map<String, String> environment = new HashMap<>();
        template.work()
                .fold(container -> container.environment(), raw -> Map.<String, dev.sluice.catalog.Text>of())
                .forEach((name, text) -> environment.put(name, text.render(values)));
        environment.putAll(TaskValues.asVariables(values));
        return new JobSpec(
                new JobName(config.project(), region, JobIds.of(template.name(), run.id(), attempt)),
                new JobLabels(run.deployment(), run.key(), template.name(), attempt).asMap(),
                template.work()
                        .<JobBody>fold(
                                container -> container(container, run, attempt),
                                raw -> new RawBody(raw.render(values))),
                environment,
                List.of(new Mount(run.bucket() + "/" + run.client().prefix(), TaskValues.MOUNT)),
                client.jobServiceAccount(),
                "projects/%s/topics/%s".formatted(config.project(), config.batchNotificationsTopic()));
    }

    private static ContainerBody container(ContainerWork work, Run run, int attempt) {
        Map<Placeholder, String> values = TaskValues.of(run, attempt);
        return new ContainerBody(
                work.image(),
                work.entrypoint(),
                work.command().stream().map(item -> item.render(values)).toList(),
                work.secrets(),
                machine(work.resources(), placement(work, attempt)),
                work.timeLimit(),
                work.retries(),
                logsPath(work.logs(), run, attempt));
    }

    /** The list in its order, and then the list again. */
    private static Placement placement(ContainerWork work, int attempt) {
        return work.placements().get((attempt - 1) % work.placements().size());
    }

    private static Machine machine(Resources resources, Placement placement) {
        return new Machine(
                resources.machineType(),
                resources.vcpus().map(vcpus -> vcpus * 1000L),
                resources.memory().map(memory -> memory.mebibytes()),
                resources.gpu().map(gpu -> new Machine.Accelerator(gpu.type(), gpu.count())),
                resources.bootDisk().image(),
                resources.bootDisk().sizeGb(),
                placement.region(),
                placement.zones(),
                isSpot(placement.provisioning()));
    }

    private static boolean isSpot(Provisioning provisioning) {
        return switch (provisioning) {
            case SPOT -> true;
            case STANDARD -> false;
        };
    }

    private static Optional<String> logsPath(Logs logs, Run run, int attempt) {
        return switch (logs) {
            case CLOUD -> Optional.empty();
            case BUCKET -> Optional.of(TaskValues.onMount(run, run.outputPrefix(attempt) + "logs"));
        };
    }
}
