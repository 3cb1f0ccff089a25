package dev.sluice.flow;

import static org.awaitility.Awaitility.await;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.pubsub.v1.PubsubMessage;
import dev.sluice.ClientRef;
import dev.sluice.local.LocalCloud;
import dev.sluice.run.Cause;
import dev.sluice.run.InputObject;
import dev.sluice.run.Ledger;
import dev.sluice.run.Run;
import dev.sluice.run.RunId;
import dev.sluice.run.RunKey;
import dev.sluice.storage.ObjectName;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of the whole service have in common: a client's view of it, by Google's clients. */
@QuarkusTestResource(LocalCloudResource.class)
abstract class ServiceFlow {
    static final ClientRef ACME = new ClientRef("mlops-template", "acme");
    static final ClientRef GLOBEX = new ClientRef("mlops-template", "globex");
    static final ClientRef INITECH = new ClientRef("mlops-template", "initech");

    LocalCloud cloud;

    @TestHTTPResource
    URI service;

    @Inject
    Storage storage;

    @Inject
    Ledger ledger;

    Topics topics;

    @BeforeEach
    void connect() {
        cloud.notices("sluice-batch-notifications", service);
        topics = new Topics(cloud);
        List.of(ACME, GLOBEX, INITECH).forEach(topics::listen);
        List.of(ACME, GLOBEX, INITECH).forEach(topics::look);
    }

    @AfterEach
    void disconnect() {
        topics.close();
    }

    InputObject upload(ClientRef client, String below, String text) {
        String bucket =
                client.product().equals(LocalCloudResource.EVENTED) ? LocalCloudResource.EVENTED_BUCKET : "demo-batch";
        ObjectName name = new ObjectName(bucket, client.inputs() + below);
        Blob blob = storage.create(
                BlobInfo.newBuilder(name.bucket(), name.name()).build(), text.getBytes(StandardCharsets.UTF_8));
        return new InputObject(
                name,
                blob.getGeneration(),
                blob.getSize(),
                blob.getCreateTimeOffsetDateTime().toInstant());
    }

    static RunKey keyOf(ClientRef client, InputObject input) {
        return new RunKey(client, RunId.of("sluice", Cause.object(input)));
    }

    Run awaitEnd(RunKey key) {
        return await("the end of " + key)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> ledger.find(key).map(recorded -> recorded.run()),
                        run -> run.map(found -> found.state().isTerminal()).orElse(false) && !ledger.isOpen(key))
                .orElseThrow();
    }

    /** The messages on a client's topic, once there are as many as given. */
    List<PubsubMessage> awaitMessages(ClientRef client, int count) {
        List<PubsubMessage> messages = new ArrayList<>();
        await("messages to " + client).atMost(Duration.ofSeconds(30)).until(() -> {
            messages.addAll(topics.look(client));
            return messages.size() >= count;
        });
        return messages;
    }

    String text(String bucket, String name) {
        return new String(storage.readAllBytes(BlobId.of(bucket, name)), StandardCharsets.UTF_8);
    }

    List<String> names(String bucket, String prefix) {
        List<String> names = new ArrayList<>();
        storage.list(bucket, BlobListOption.prefix(prefix)).iterateAll().forEach(blob -> names.add(blob.getName()));
        return names;
    }

    /** The headers of a finalized event in binary mode, but for its source. */
    static Map<String, String> finalizedHeaders() {
        return Map.of(
                "ce-specversion", "1.0",
                "ce-id", "1",
                "ce-type", "google.cloud.storage.object.v1.finalized");
    }
}
