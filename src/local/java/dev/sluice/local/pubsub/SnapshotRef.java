package dev.sluice.local.pubsub;

/** A snapshot's identity: {@code projects/PROJECT/snapshots/ID}. */
record SnapshotRef(String project, String id) {
    /** @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT when it is no snapshot's name */
    static SnapshotRef parse(String name) {
        ResourceNames.Parts parts = ResourceNames.parse("snapshots", name);
        return new SnapshotRef(parts.project(), parts.id());
    }

    String name() {
        return "projects/" + project + "/snapshots/" + id;
    }
}
