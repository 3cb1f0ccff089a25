package dev.sluice.catalog;

/** A template with a container: its texts, its variables, where it may run, and what it asks for. */
final class ContainerCheck {
    private final Node file;
    private final ProductFolder product;
    private final Problems problems;
    private final GuardrailCheck guardrails;

    ContainerCheck(Node file, ProductFolder product, Problems problems) {
        this.file = file;
        this.product = product;
        this.problems = problems;
        this.guardrails = new GuardrailCheck(product.guardrails(), problems);
    }

    void check() {
        TextCheck texts = new TextCheck(file.at("parameters"), problems);
        texts.command(file.at("container", "command").items());
        texts.variables(file.at("environment").fields());
        variables();
        placements();
        resources();
        Node timeLimit = file.at("timeLimit");
        timeLimit.text().ifPresent(shown -> Durations.parse(shown)
                .ifPresent(duration -> guardrails.timeLimit(timeLimit, shown, duration)));
    }

    private void variables() {
        file.at("secrets").fields().forEach((name, secret) -> {
            if (file.at("environment", name).exists()) {
                problems.add(secret.keyProblem(
                        Words.quote(name) + " stands below `environment` too, expected it in one of the two"));
            }
        });
    }

    private void placements() {
        Node placement = file.at("placement");
        if (!placement.exists()
                && product.product().node().exists()
                && !product.defaultRegion().exists()) {
            problems.add(file.problem("the file needs the key `placement`: product.yaml has no defaults.region"));
        }
        for (Node one : placement.items()) {
            Node region = one.at("region");
            region.text().ifPresent(name -> guardrails.region(region, name));
            for (Node zone : one.at("zones").items()) {
                if (region.text().isPresent()
                        && zone.text()
                                .filter(z -> z.matches("[a-z]+-[a-z]+[0-9]+-[a-z]"))
                                .isPresent()
                        && !zone.json().textValue().startsWith(region.json().textValue() + "-")) {
                    problems.add(zone.problem(
                            zone.name() + " is " + Words.quote(zone.json().textValue()) + ", expected a zone of "
                                    + region.json().textValue()));
                }
            }
        }
    }

    private void resources() {
        Node resources = file.at("resources");
        if (!resources.exists()) {
            problems.add(file.problem("the file needs the key `resources` with a `machineType` for its container"));
        }
        Node machineType = resources.at("machineType");
        machineType.text().ifPresent(type -> guardrails.machineType(machineType, type));
        Node vcpus = resources.at("vcpus");
        vcpus.whole().ifPresent(number -> guardrails.vcpus(vcpus, number.toString(), number));
        Node memory = resources.at("memory");
        memory.text().flatMap(Memory::parse).ifPresent(amount -> guardrails.memory(memory, amount));
    }
}
