package dev.sluice.intake;

import dev.sluice.ClientRef;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.launch.LaunchRun;
import dev.sluice.launch.RunRequest;
import dev.sluice.run.Outcome;
import dev.sluice.storage.ObjectName;
import dev.sluice.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds out whose input an object is, and asks for its run. What is nobody's input is ignored without a call to anyone. */
@ApplicationScoped
class StorageDoor {
    private final StorageEvents events;
    private final CurrentCatalog catalog;
    private final ObjectStore store;
    private final LaunchRun launch;

    StorageDoor(StorageEvents events, CurrentCatalog catalog, ObjectStore store, LaunchRun launch) {
        this.events = events;
        this.catalog = catalog;
        this.store = store;
        this.launch = launch;
    }

    Outcome handle(EventRequest request) {
        return events.read(request).fold(this::route, Outcome::ignored, Outcome::deadLetter);
    }

    private Outcome route(ObjectEvent event) {
        ObjectName object = event.name();
        Catalog current = catalog.get();
        if (!catalog.hasBucket(object.bucket())) {
            return Outcome.ignored("no product's bucket: " + object.bucket());
        }
        String[] place = object.name().split("/", 4);
        if (place.length < 4 || !place[2].equals("inputs") || place[3].isEmpty()) {
            return Outcome.ignored("not below PRODUCT/CLIENT/inputs/: " + object);
        }
        if (object.name().endsWith("/")) {
            return Outcome.ignored("a folder's placeholder: " + object);
        }
        return ClientRef.of(place[0], place[1])
                .flatMap(current::client)
                .filter(client -> client.bucket().equals(object.bucket()))
                .map(client -> launch(client.ref(), event))
                .orElseGet(() -> Outcome.deadLetter("the catalog has no client %s/%s with bucket %s, for %s"
                        .formatted(place[0], place[1], object.bucket(), object)));
    }

    private Outcome launch(ClientRef client, ObjectEvent event) {
        return event.input()
                .or(() -> store.stat(event.name()).flatMap(event::inputFrom))
                .map(input -> launch.launch(RunRequest.of(client, input)))
                .orElseGet(() -> Outcome.ignored("the object is gone: " + event.name()));
    }
}
