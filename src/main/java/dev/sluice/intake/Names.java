package dev.sluice.intake;

import dev.sluice.storage.ObjectName;

/** Object names that strangers send. */
final class Names {
    private Names() {}

    static Reading<ObjectName> read(String bucket, String name) {
        try {
            return Reading.found(new ObjectName(bucket, name));
        } catch (IllegalArgumentException e) {
            return Reading.unreadable("not the name of an object: " + e.getMessage());
        }
    }
}
