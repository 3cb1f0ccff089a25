package dev.sluice.catalog;

import dev.sluice.catalog.ProductFolder.TemplateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Walks a catalog's folder, where the place is the name, and reads every file once. */
final class FolderReader {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,38}[a-z0-9]");
    private static final Pattern JOB_FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*\\.json");
    private static final String YAML = ".yaml";
    private static final int LONGEST_TOGETHER = 50;

    private final Path root;
    private final FileReader files;
    private final Schemas schemas;
    private final Problems problems;
    private final Problems warnings;

    FolderReader(Path root, Schemas schemas, Problems problems, Problems warnings) {
        this.root = root;
        this.files = new FileReader(root);
        this.schemas = schemas;
        this.problems = problems;
        this.warnings = warnings;
    }

    List<ProductFolder> read() {
        List<ProductFolder> products = new ArrayList<>();
        for (Path entry : list(root)) {
            if (Files.isDirectory(entry)) {
                named(entry, name(entry));
                products.add(product(entry));
            } else {
                unexpected(entry, "only folders, one a product");
            }
        }
        return products;
    }

    private ProductFolder product(Path folder) {
        Source product = Source.unreadable(files.relative(folder.resolve("product.yaml")));
        Map<String, Source> clients = Map.of();
        Map<String, TemplateFile> templates = Map.of();
        boolean complete = false;
        for (Path entry : list(folder)) {
            switch (name(entry)) {
                case "product.yaml" -> {
                    complete = true;
                    product = files.yaml(entry, problems);
                }
                case "clients" -> clients = clients(name(folder), entry);
                case "templates" -> templates = templates(entry);
                case "pipelines", "schedules" ->
                    warnings.add(files.relative(entry), Place.START, "this version does not read " + name(entry));
                default -> unexpected(entry, "product.yaml, clients or templates");
            }
        }
        if (!complete) {
            problems.add(product.file(), Place.START, "the file is missing, expected one in each product's folder");
        }
        return new ProductFolder(name(folder), product, templates, clients);
    }

    private Map<String, Source> clients(String product, Path folder) {
        Map<String, Source> clients = new LinkedHashMap<>();
        for (Path entry : list(folder)) {
            stem(entry).ifPresent(client -> {
                if (product.length() + client.length() > LONGEST_TOGETHER) {
                    problem(
                            entry,
                            "product and client have " + (product.length() + client.length())
                                    + " characters together, expected at most " + LONGEST_TOGETHER);
                }
                clients.put(client, files.yaml(entry, problems));
            });
        }
        return clients;
    }

    private Map<String, TemplateFile> templates(Path folder) {
        Map<String, TemplateFile> templates = new LinkedHashMap<>();
        for (Path entry : list(folder)) {
            if (!JOB_FILE.matcher(name(entry)).matches()) {
                stem(entry).ifPresent(template -> {
                    Source source = files.yaml(entry, problems);
                    templates.put(template, new TemplateFile(template, source, job(folder, source)));
                });
            }
        }
        return templates;
    }

    /** Only a plain name beside the template is ever opened; any other is left to the schema to refuse. */
    private Source job(Path templates, Source template) {
        Node job = template.node().at("job");
        Optional<Path> file =
                job.text().filter(name -> JOB_FILE.matcher(name).matches()).map(templates::resolve);
        if (file.isPresent() && !Files.isRegularFile(file.get())) {
            problems.add(job.problem(
                    "there is no file " + Words.quote(job.json().textValue()) + " beside the template, expected one"));
        }
        return file.filter(Files::isRegularFile)
                .map(path -> JobKeys.camelCase(
                        files.json(path, problems), schemas.document(Schemas.Kind.BATCH_JOB), problems))
                .orElseGet(() -> Source.unreadable(files.relative(templates.resolve("job.json"))));
    }

    /** The name a YAML file gives to what it defines. */
    private Optional<String> stem(Path entry) {
        String file = name(entry);
        if (!file.endsWith(YAML) || !Files.isRegularFile(entry)) {
            unexpected(entry, "files that end in .yaml");
            return Optional.empty();
        }
        String stem = file.substring(0, file.length() - YAML.length());
        named(entry, stem);
        return Optional.of(stem);
    }

    private void named(Path entry, String name) {
        if (!NAME.matcher(name).matches()) {
            problem(
                    entry,
                    Words.quote(name) + " is no name, expected 2 to 40 of a-z, 0-9 and -, from a letter to a letter or"
                            + " digit");
        }
    }

    private void unexpected(Path entry, String expected) {
        if (!name(entry).endsWith(".md")) {
            problem(entry, "nothing here is called " + Words.quote(name(entry)) + ", expected " + expected);
        }
    }

    private void problem(Path entry, String message) {
        problems.add(files.relative(entry), Place.START, message);
    }

    /** What is in a folder, in order of name; hidden entries are not ours. */
    private List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !name(entry).startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            problem(folder, "the folder cannot be listed (" + e.getClass().getSimpleName() + "), expected a catalog");
            return List.of();
        }
    }

    private static String name(Path entry) {
        return entry.getFileName().toString();
    }
}
