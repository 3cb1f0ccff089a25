package dev.sluice.launch;

import dev.sluice.SluiceConfig;
import dev.sluice.catalog.Client;
import dev.sluice.catalog.Template;
import dev.sluice.run.Failure;
import dev.sluice.run.FailureKind;
import dev.sluice.run.Run;
import dev.sluice.run.RunId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What today's catalog makes of a request, before anybody wrote it down. */
@ApplicationScoped
class Drafts {
    private final String deployment;

    Drafts(SluiceConfig config) {
        this.deployment = config.deployment();
    }

    Optional<Template> templateFor(RunRequest request, Client client) {
        String below =
                request.input().name().name().substring(client.ref().inputs().length());
        return client.templateFor(below);
    }

    Run of(RunRequest request, Client client, Optional<Template> template) {
        return Run.draft(
                RunId.of(deployment, request.cause()),
                deployment,
                client.ref(),
                client.bucket(),
                template.map(Template::name),
                request.cause(),
                Optional.of(request.input()),
                template.map(found -> parameters(client, found)).orElse(Map.of()),
                template.map(Template::expectedOutputs).orElse(List.of()));
    }

    private static Map<String, String> parameters(Client client, Template template) {
        Map<String, String> values = new LinkedHashMap<>();
        client.parametersFor(template).forEach((name, value) -> values.put(name, value.asText()));
        return values;
    }

    static Failure noTemplate(Client client) {
        String known = client.templates().stream()
                .map(template ->
                        template.name() + " takes " + template.trigger().match())
                .collect(Collectors.joining(", "));
        return Failure.of(
                FailureKind.INVALID_INPUT,
                "no template of client " + client.ref() + " takes an input of this name",
                "Upload it under a name that one takes, or add a template to the client's file; " + known + ".");
    }
}
