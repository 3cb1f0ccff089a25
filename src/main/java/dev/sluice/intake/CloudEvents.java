package dev.sluice.intake;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.message.MessageReader;
import io.cloudevents.http.vertx.VertxMessageFactory;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** Reads CloudEvents, binary and structured, by the CloudEvents SDK. */
final class CloudEvents {
    private static final String STRUCTURED = "application/cloudevents+json";

    private CloudEvents() {}

    static Reading<CloudEvent> read(EventRequest request) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        request.headers().forEach(headers::set);
        if (looksStructured(request)) {
            headers.set("content-type", STRUCTURED);
        }
        try {
            // from headers and bytes: a reader made from the request itself waits for ever, because Quarkus pauses the
            // request
            MessageReader reader = VertxMessageFactory.createReader(headers, Buffer.buffer(request.body()));
            return Reading.found(reader.toEvent());
        } catch (RuntimeException e) {
            return Reading.unreadable("not a CloudEvent: " + e.getMessage()
                    + "; expected ce- headers, or a JSON body of type " + STRUCTURED);
        }
    }

    /** A structured event whose sender forgot to say so. */
    private static boolean looksStructured(EventRequest request) {
        return request.header("ce-specversion").isEmpty()
                && EventJson.object(request.body())
                        .map(body -> body.has("specversion") && body.has("type"))
                        .orElse(false);
    }
}
