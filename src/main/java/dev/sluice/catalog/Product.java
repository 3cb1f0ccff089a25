package dev.sluice.catalog;

import java.util.Currency;
import java.util.Map;

/**
 * A batch application.
 *
 * @param name the name of its folder
 * @param bucket where the clients' inputs and outputs lie
 * @param currency of every amount in its files
 * @param guardrails what no template of it may exceed
 * @param defaults what a template that says nothing gets
 * @param templates by name
 * @param clients by name
 */
public record Product(
        String name,
        String bucket,
        Currency currency,
        Guardrails guardrails,
        Defaults defaults,
        Map<String, Template> templates,
        Map<String, Client> clients) {
    public Product {
        templates = Ordered.copyOf(templates);
        clients = Ordered.copyOf(clients);
    }
}
