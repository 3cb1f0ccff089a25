package dev.sluice.catalog;

import dev.sluice.catalog.ProductFolder.TemplateFile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What the schema cannot say of a client. */
final class ClientCheck {
    private final Problems problems;

    ClientCheck(Problems problems) {
        this.problems = problems;
    }

    void check(Source client, ProductFolder product) {
        Node file = client.node();
        file.at("templates")
                .items()
                .forEach(template -> known(template, product.templates().keySet()));
        List<Node> templates = file.at("templates").texts().stream()
                .map(product.templates()::get)
                .filter(Objects::nonNull)
                .map(TemplateFile::source)
                .map(Source::node)
                .toList();
        Map<String, Node> values = file.at("parameters").fields();
        if (templates.stream().allMatch(Node::exists)) {
            values.forEach((name, value) -> declared(name, value, templates));
        }
        templates.forEach(template ->
                template.at("parameters").fields().forEach((name, schema) -> value(file, values, name, schema)));
    }

    private void known(Node template, Set<String> names) {
        template.text()
                .filter(name -> !names.contains(name))
                .ifPresent(name -> problems.add(template.problem("there is no template " + Words.quote(name)
                        + Nearest.to(name, names)
                                .map(near -> "; did you mean `" + near + "`?")
                                .orElse(
                                        names.isEmpty()
                                                ? "; the product has none"
                                                : "; the product has " + Words.all(new TreeSet<>(names))))));
    }

    private void declared(String name, Node value, List<Node> templates) {
        Set<String> declared = new TreeSet<>();
        templates.forEach(
                template -> declared.addAll(template.at("parameters").fields().keySet()));
        if (!declared.contains(name)) {
            problems.add(value.keyProblem("no template of this client has a parameter " + Words.quote(name)
                    + (declared.isEmpty() ? "; they have none" : "; they have " + Words.all(declared))));
        }
    }

    private void value(Node file, Map<String, Node> values, String name, Node schema) {
        Node value = values.get(name);
        if (value != null && value.json().isValueNode() && !value.json().isNull()) {
            ParameterSchema.objections(name, schema.json(), value.json())
                    .forEach(objection -> problems.add(value.problem(objection)));
        } else if (value == null
                && schema.json().isObject()
                && !schema.at("default").exists()) {
            problems.add(file.at("parameters")
                    .problem("the parameter " + Words.quote(name) + " has no value, expected one here or a default in "
                            + schema.fileAndLine()));
        }
    }
}
