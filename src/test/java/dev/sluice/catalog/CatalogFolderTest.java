package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ClientRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogFolderTest {
    private static final ClientRef ACME = new ClientRef("shop", "acme");

    @TempDir
    Path root;

    @Test
    void theFirstTemplateWhoseTriggerMatchesRuns() throws CatalogException {
        Client acme = Folder.with(root)
                .template("texts", Folder.TEMPLATE + "trigger: { match: [\"*.txt\", \"notes/**\"] }\n")
                .template("all", Folder.TEMPLATE)
                .template("batches", Folder.TEMPLATE + "trigger: { marker: _READY }\n")
                .client("acme", "batches, texts, all", "")
                .load()
                .client(ACME)
                .orElseThrow();

        assertThat(acme.templateFor("a.txt").map(Template::name)).hasValue("texts");
        assertThat(acme.templateFor("notes/b/c.md").map(Template::name)).hasValue("texts");
        assertThat(acme.templateFor("b/a.txt").map(Template::name)).hasValue("all");
        assertThat(acme.templateFor("_READY").map(Template::name)).hasValue("all");
        assertThat(acme.bucket()).isEqualTo("shop-files");
    }

    @Test
    void whatATemplateDoesNotSayHasADefault() throws CatalogException {
        Catalog catalog = Folder.with(root).template("plain", Folder.TEMPLATE).load();
        Product product = catalog.product("shop").orElseThrow();
        Template plain = product.templates().get("plain");
        ContainerWork work = plain.work().fold(container -> container, raw -> null);

        assertThat(product.currency().getCurrencyCode()).isEqualTo("USD");
        assertThat(work.timeLimit()).isEqualTo(Duration.ofHours(1));
        assertThat(work.retries()).isZero();
        assertThat(work.logs()).isEqualTo(Logs.CLOUD);
        assertThat(work.placements()).containsExactly(new Placement("europe-west1", List.of(), Provisioning.STANDARD));
        assertThat(work.resources().bootDisk()).isEqualTo(new BootDisk("batch-cos", 30));
        assertThat(plain.queueLimit()).isEqualTo(Duration.ofMinutes(25));
        assertThat(catalog.client(ACME)).isEmpty();
    }

    @Test
    void aTimeLimitThatIsNotSaidStaysWithinTheGuardrails() throws CatalogException {
        Template plain = Folder.with(root)
                .file("shop/product.yaml", Folder.PRODUCT + "guardrails: { maxTimeLimit: 10m }\n")
                .template("plain", Folder.TEMPLATE)
                .load()
                .product("shop")
                .orElseThrow()
                .templates()
                .get("plain");

        assertThat(plain.work().fold(ContainerWork::timeLimit, raw -> Duration.ZERO))
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void wordsThatYamlOnceTookForBooleansStayWords() throws CatalogException {
        Client acme = Folder.with(root)
                .template(
                        "plain",
                        Folder.TEMPLATE + "parameters: { country: { type: string } }\nenvironment: { ANSWER: no }\n")
                .client("acme", "plain", "parameters: { country: no }\n")
                .load()
                .client(ACME)
                .orElseThrow();

        assertThat(acme.parameters().get("country").asText()).isEqualTo("no");
        assertThat(acme.templates().get(0).work().texts().map(text -> text.render(Map.of())))
                .containsExactly("no");
    }

    @Test
    void numbersReachTheCommandWithoutAnExponent() throws CatalogException {
        Client acme = Folder.with(root)
                .template(
                        "plain", Folder.TEMPLATE + "parameters: { ratio: { type: number }, all: { type: boolean } }\n")
                .client("acme", "plain", "parameters: { ratio: 0.00000001, all: true }\n")
                .load()
                .client(ACME)
                .orElseThrow();

        assertThat(acme.parameters().get("ratio").asText()).isEqualTo("0.00000001");
        assertThat(acme.parameters().get("all").asText()).isEqualTo("true");
    }

    @Test
    void oneAccountForTwoClientsAndAMarkerAreWarnedOf() throws CatalogException {
        Catalog catalog = Folder.with(root)
                .template("plain", Folder.TEMPLATE + "trigger: { marker: _READY }\n")
                .client("acme", "plain", "")
                .file(
                        "shop/clients/globex.yaml",
                        "templates: [plain]\njobServiceAccount: acme-jobs@demo.iam.gserviceaccount.com\n")
                .file("shop/schedules/daily.yaml", "cron: x\n")
                .load();

        assertThat(catalog.warnings())
                .containsExactly(
                        "shop/clients/globex.yaml:2:20: the jobs of shop/clients/acme.yaml run as this account too, so"
                                + " each can read the other's files",
                        "shop/schedules:1:1: this version does not read schedules",
                        "shop/templates/plain.yaml:3:12: this version does not act on a `marker`: the template starts"
                                + " for no upload");
    }

    @Test
    void aFolderThatIsNotThereIsAProblemAndNoCrash() {
        assertThat(BrokenFolder.messages(new Folder(root.resolve("nowhere"))))
                .containsExactly(".:1:1: the folder cannot be listed (NoSuchFileException), expected a catalog");
    }

    @Test
    void fiveHundredClientsLoadWellWithinASecond() throws CatalogException {
        Folder folder = Folder.with(root)
                .template(
                        "plain",
                        Folder.TEMPLATE
                                + "parameters: { locale: { type: string, default: en, pattern: \"^[a-z]{2}$\" } }\n");
        for (int i = 0; i < 500; i++) {
            folder.client("client-" + i, "plain", "parameters: { locale: tr }\n");
        }
        CatalogFolder loader = new CatalogFolder();
        loader.load(root);

        long start = System.nanoTime();
        Catalog catalog = loader.load(root);
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        System.out.println("500 clients in " + took.toMillis() + " ms");
        assertThat(catalog.product("shop").orElseThrow().clients()).hasSize(500);
        assertThat(took).isLessThan(Duration.ofSeconds(1));
    }
}
