package dev.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ClientRef;
import dev.sluice.message.StatusMessage;
import dev.sluice.message.StatusPublisher;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link StatusPublisher} promises; run on the twin and on the local cloud. */
public abstract class StatusPublisherContract {
    protected static final ClientRef ACME = new ClientRef("mlops-template", "acme");
    protected static final ClientRef GLOBEX = new ClientRef("mlops-template", "globex");

    protected abstract StatusPublisher publisher();

    /** What arrived on a client's topic so far, in any order. */
    protected abstract List<StatusMessage> received(ClientRef client);

    @Test
    void aMessageArrivesWholeOnTheClientsTopicAndOnNoOther() {
        publisher().publish(ACME, message("1"));

        assertThat(received(ACME)).singleElement().satisfies(message -> {
            assertThat(message.attributes()).isEqualTo(message("1").attributes());
            assertThat(message.data()).isEqualTo(message("1").data());
        });
        assertThat(received(GLOBEX)).isEmpty();
    }

    @Test
    void publishingTwiceGivesTwoMessagesOfOneId() {
        publisher().publish(ACME, message("2"));
        publisher().publish(ACME, message("2"));

        assertThat(received(ACME)).extracting(StatusMessage::id).containsExactly("2", "2");
    }

    protected static StatusMessage message(String id) {
        return new StatusMessage(
                Map.of("ce-id", id, "ce-type", "dev.sluice.run.succeeded", "client", "acme"),
                "{\"run\": \"ü\"}".getBytes(StandardCharsets.UTF_8));
    }
}
