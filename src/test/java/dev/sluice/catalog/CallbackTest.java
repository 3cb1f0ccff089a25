package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.TestCatalog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callbacks that are right; wrong ones are in {@code broken/callbacks}. */
class CallbackTest {
    @TempDir
    Path folder;

    private Catalog load(String callback) {
        TestCatalog.in(folder)
                .template(
                        "upper-case",
                        """
                        container: { image: "shop/import:1" }
                        resources: { machineType: n1-standard-2 }
                        placement: [{ region: europe-west1 }]
                        secrets: { API_KEY: projects/p/secrets/api/versions/3 }
                        %s
                        """
                                .formatted(callback));
        return new CatalogFolder().load(folder);
    }

    private static Template template(Catalog catalog) {
        return catalog.product("mlops-template").orElseThrow().templates().get("upper-case");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://import.example.com",
                "https://import.example.com:8443/a%20b?x=1&y=2",
                "https://192.0.2.1/",
                "https://[2001:db8::1]:8443/"
            })
    void anAddressIsReadAsItStands(String url) {
        Catalog catalog = load("callback: { url: \"%s\" }".formatted(url));

        assertThat(template(catalog).callback())
                .hasValueSatisfying(callback -> assertThat(callback.url()).hasToString(url));
        assertThat(catalog.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080/in", "http://localhost/", "http://[::1]:1/", "https://127.0.0.9/"})
    void aLoopbackAddressIsWarnedOf(String url) {
        assertThat(load("callback: { url: \"%s\" }".formatted(url)).warnings())
                .containsExactly("mlops-template/templates/upper-case.yaml:5:18: `url` is on a loopback address: only a"
                        + " service with sluice.callback.allow-loopback, such as a local cloud's, calls it");
    }

    @Test
    void withASecretTheTaskGetsTheKeyAsAVariableOfItsName() {
        ContainerWork work = template(load("callback: { url: \"https://import.example.com/\", key: BATCH_JOB_KEY,"
                        + " secret: projects/p/secrets/batch/versions/latest }"))
                .work()
                .fold(container -> container, raw -> null);

        assertThat(List.copyOf(work.secrets().entrySet()))
                .extracting(Object::toString)
                .containsExactly(
                        "API_KEY=projects/p/secrets/api/versions/3",
                        "BATCH_JOB_KEY=projects/p/secrets/batch/versions/latest");
    }

    @Test
    void withoutASecretTheTaskGetsNothing() {
        ContainerWork work = template(load("callback: { url: \"https://import.example.com/\", key: my-key }"))
                .work()
                .fold(container -> container, raw -> null);

        assertThat(work.secrets()).containsOnlyKeys("API_KEY");
    }
}
