package dev.sluice.catalog;

import dev.sluice.ClientRef;
import dev.sluice.catalog.ProductFolder.TemplateFile;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the model of files in which nothing is wrong. */
final class CatalogBuilder {
    private static final String DEFAULT_CURRENCY = "USD";
    /** What Batch says it takes for containers when a job says nothing ({@code AllocationPolicy.Disk} of its API). */
    static final BootDisk DEFAULT_DISK = new BootDisk("batch-cos", 30);

    private CatalogBuilder() {}

    static Catalog catalog(List<ProductFolder> folders, List<Problem> warnings) {
        Map<String, Product> products = new LinkedHashMap<>();
        folders.forEach(folder -> products.put(folder.name(), product(folder)));
        return new Catalog(products, warnings.stream().map(Problem::toString).toList());
    }

    private static Product product(ProductFolder folder) {
        Node file = folder.product().node();
        Guardrails guardrails = guardrails(folder.guardrails());
        Defaults defaults =
                new Defaults(folder.defaultRegion().text(), bootDisk(file.at("defaults", "bootDisk"), DEFAULT_DISK));
        TemplateBuilder builder = new TemplateBuilder(guardrails, defaults);
        Map<String, Template> templates = new LinkedHashMap<>();
        for (TemplateFile template : folder.templates().values()) {
            templates.put(template.name(), builder.template(template));
        }
        String bucket = file.at("bucket").json().textValue();
        Map<String, Client> clients = new LinkedHashMap<>();
        folder.clients()
                .forEach((name, client) -> clients.put(
                        name, client(new ClientRef(folder.name(), name), bucket, client.node(), templates)));
        Currency currency = Currency.getInstance(file.at("currency").text().orElse(DEFAULT_CURRENCY));
        return new Product(folder.name(), bucket, currency, guardrails, defaults, templates, clients);
    }

    private static Client client(ClientRef ref, String bucket, Node file, Map<String, Template> templates) {
        Map<String, ParameterValue> parameters = new LinkedHashMap<>();
        file.at("parameters").fields().forEach((name, value) -> parameters.put(name, new ParameterValue(value.json())));
        return new Client(
                ref,
                bucket,
                file.at("templates").texts().stream().map(templates::get).toList(),
                parameters,
                file.at("jobServiceAccount").json().textValue(),
                new Limits(
                        file.at("limits", "maxOpenRuns").whole(),
                        file.at("limits", "dailyBudget").number()));
    }

    private static Guardrails guardrails(Node node) {
        return new Guardrails(
                Optional.of(node.at("regions")).filter(Node::exists).map(list -> new LinkedHashSet<>(list.texts())),
                Optional.of(node.at("machineFamilies"))
                        .filter(Node::exists)
                        .map(list -> new LinkedHashSet<>(list.texts())),
                node.at("maxVcpus").whole(),
                node.at("maxMemory").text().flatMap(Memory::parse),
                node.at("maxTimeLimit").text().flatMap(Durations::parse),
                node.at("maxTasks").whole(),
                node.at("maxCostPerRun").number().map(BigDecimal::stripTrailingZeros));
    }

    static BootDisk bootDisk(Node node, BootDisk otherwise) {
        return node.at("size")
                .text()
                .flatMap(Memory::parse)
                .map(size -> new BootDisk(node.at("image").json().textValue(), size.gibibytes()))
                .orElse(otherwise);
    }
}
