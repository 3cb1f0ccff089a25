package dev.sluice.cost;

import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Finds where in a YAML text something stands: a parser that met a mistake has often read on by then. */
final class YamlPlaces {
    private final Yaml yaml;

    YamlPlaces(LoaderOptions limits) {
        this.yaml = new Yaml(new SafeConstructor(limits));
    }

    /** {@code line:column} of the key that the path leads to, both from 1; empty for no path, or where there is no such key. */
    Optional<String> of(String text, List<String> path) {
        try {
            Optional<Node> node = Optional.ofNullable(yaml.compose(new StringReader(text)));
            Optional<Mark> mark = Optional.empty();
            for (String name : path) {
                Optional<NodeTuple> entry = node.flatMap(map -> entry(map, name));
                mark = entry.map(found -> found.getKeyNode().getStartMark());
                node = entry.map(NodeTuple::getValueNode);
            }
            return mark.map(at -> (at.getLine() + 1) + ":" + (at.getColumn() + 1));
        } catch (YAMLException notYaml) {
            return Optional.empty();
        }
    }

    private static Optional<NodeTuple> entry(Node node, String name) {
        return node instanceof MappingNode map
                ? map.getValue().stream()
                        .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                                && key.getValue().equals(name))
                        .findFirst()
                : Optional.empty();
    }
}
