package dev.sluice.catalog;

import dev.sluice.catalog.ProductFolder.TemplateFile;
import java.util.List;
import java.util.Set;

/** What the schema cannot say of a template. */
final class TemplateCheck {
    private static final List<String> OF_A_CONTAINER =
            List.of("environment", "secrets", "resources", "placement", "timeLimit", "retries", "logs");
    private static final Set<String> NOT_ELSEWHERE = Set.of("/container/command", "/environment", "/parameters");

    private final Problems problems;
    private final Problems warnings;

    TemplateCheck(Problems problems, Problems warnings) {
        this.problems = problems;
        this.warnings = warnings;
    }

    void check(TemplateFile template, ProductFolder product) {
        Node file = template.source().node();
        file.at("parameters").fields().forEach((name, schema) -> ParameterSchema.check(name, schema, problems));
        new TextCheck(file.at("parameters"), problems).elsewhere(file, NOT_ELSEWHERE);
        globs(file);
        new CallbackCheck(file, problems, warnings).check();
        notYet(file);
        if (file.at("container").exists()) {
            new ContainerCheck(file, product, problems).check();
        }
        if (file.at("job").exists()) {
            besideJob(file);
            new RawJobCheck(template, product, problems).check();
        }
    }

    private void besideJob(Node file) {
        OF_A_CONTAINER.stream()
                .map(file::at)
                .filter(Node::exists)
                .forEach(node -> problems.add(node.keyProblem(
                        node.name() + " belongs to a container, expected it inside the job's own file")));
    }

    private void globs(Node file) {
        file.at("outputs", "expect").items().forEach(this::glob);
        file.at("trigger", "match").items().forEach(this::glob);
        glob(file.at("trigger", "match"));
    }

    private void glob(Node node) {
        node.text().filter(text -> !text.isEmpty()).ifPresent(text -> {
            try {
                Glob.parse(text);
            } catch (IllegalArgumentException e) {
                problems.add(node.problem(node.name() + " is " + Words.quote(text) + ": " + e.getMessage()));
            }
        });
    }

    private void notYet(Node file) {
        if (file.at("trigger", "marker").exists()) {
            warnings.add(file.at("trigger", "marker")
                    .keyProblem("this version does not act on a `marker`: the template starts for no upload"));
        }
    }
}
