package dev.sluice.catalog;

import java.util.List;
import java.util.Map;

/**
 * The files of one product, as they were read.
 *
 * @param name of the folder
 * @param product {@code product.yaml}
 * @param templates by name
 * @param clients by name
 */
record ProductFolder(String name, Source product, Map<String, TemplateFile> templates, Map<String, Source> clients) {

    /** @param job the raw job's file with its keys in camelCase; unreadable where the template names none */
    record TemplateFile(String name, Source source, Source job) {}

    Node guardrails() {
        return product.node().at("guardrails");
    }

    Node defaultRegion() {
        return product.node().at("defaults", "region");
    }

    /** The names of the clients that use a template. */
    List<String> clientsOf(String template) {
        return clients.entrySet().stream()
                .filter(client -> templatesOf(client.getValue()).contains(template))
                .map(Map.Entry::getKey)
                .toList();
    }

    static List<String> templatesOf(Source client) {
        return client.node().at("templates").texts();
    }
}
