package dev.sluice.message;

import dev.sluice.ClientRef;
import dev.sluice.contract.StatusPublisherContract;
import java.util.List;

class RecordingPublisherTest extends StatusPublisherContract {
    private final RecordingPublisher publisher = new RecordingPublisher();

    @Override
    protected StatusPublisher publisher() {
        return publisher;
    }

    @Override
    protected List<StatusMessage> received(ClientRef client) {
        return publisher.published().stream()
                .filter(each -> each.client().equals(client))
                .map(RecordingPublisher.Published::message)
                .toList();
    }
}
