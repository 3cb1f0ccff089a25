package dev.sluice.catalog;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The texts of a template: its placeholders are known, declared, and where they are replaced. */
final class TextCheck {
    private static final Pattern BRACED = Pattern.compile("(?<![{$])\\{([a-z]+(?:\\.[A-Za-z0-9_-]+)?)}(?!})");

    private final Node parameters;
    private final Problems problems;

    TextCheck(Node parameters, Problems problems) {
        this.parameters = parameters;
        this.problems = problems;
    }

    /** Arguments: a file called {@code --help} must stay a file. */
    void command(List<Node> items) {
        boolean optionsEnded = false;
        for (Node item : items) {
            if (!optionsEnded && item.text().isPresent()) {
                readable(item).leading().stream()
                        .filter(this::mayBeginWithDash)
                        .forEach(open -> problems.add(item.problem(
                                item.name() + " begins with " + open + ", which may begin with a dash and be taken"
                                        + " for an option, expected an earlier item --" + remedy(open))));
            }
            optionsEnded |= item.text().filter("--"::equals).isPresent();
            text(item);
        }
    }

    /** Environment variables. */
    void variables(Map<String, Node> values) {
        values.values().forEach(this::text);
    }

    /** Everything below a node but what lies below the pointers in which placeholders are replaced. */
    void elsewhere(Node node, Set<String> replacedIn) {
        if (replacedIn.contains(node.pointer())) {
            return;
        }
        node.text().ifPresent(text -> BRACED.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(name -> Placeholder.find(name).isPresent())
                .forEach(name -> problems.add(node.problem("{" + name + "} is not replaced in " + node.name()
                        + ", expected placeholders only in command items and environment values"))));
        node.fields().values().forEach(child -> elsewhere(child, replacedIn));
        node.items().forEach(child -> elsewhere(child, replacedIn));
    }

    private void text(Node node) {
        node.text().map(TextParser::parse).ifPresent(parser -> {
            parser.mistakes().forEach(mistake -> problems.add(node.problem(node.name() + ": " + mistake)));
            parser.text().placeholders().stream()
                    .flatMap(placeholder -> placeholder.parameterName().stream())
                    .filter(name -> !parameters.json().has(name))
                    .forEach(name -> problems.add(node.problem(undeclared(node, name))));
        });
    }

    private String undeclared(Node node, String name) {
        List<String> declared = List.copyOf(parameters.fields().keySet());
        return node.name() + ": {params." + name + "} stands for no parameter, expected "
                + (declared.isEmpty() ? "it to be declared below `parameters`" : "one of " + Words.all(declared));
    }

    private static Text readable(Node item) {
        return TextParser.parse(item.json().textValue()).text();
    }

    private boolean mayBeginWithDash(Placeholder placeholder) {
        return placeholder.equals(Placeholder.INPUT_NAME)
                || placeholder
                        .parameterName()
                        .filter(name -> parameters.json().has(name))
                        .filter(name -> LeadingDash.possible(parameters.at(name).json()))
                        .isPresent();
    }

    private static String remedy(Placeholder open) {
        return open.parameterName().isPresent() ? ", or a pattern of the parameter that rules out a dash" : "";
    }
}
