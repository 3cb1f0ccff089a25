package dev.sluice.local;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import dev.sluice.catalog.Client;
import dev.sluice.run.Cause;
import dev.sluice.run.InputObject;
import dev.sluice.run.RunId;
import dev.sluice.run.RunKey;
import dev.sluice.storage.ObjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A file that a client uploads in the demo. */
record DemoFile(Client client, Path file) {
    /** The files of a client; none where there is no folder for it. */
    static List<DemoFile> of(Client client, Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(file -> new DemoFile(client, file)).toList();
        }
    }

    String name() {
        return file.getFileName().toString();
    }

    /** Uploads as a client would; the run that must follow from it. */
    RunKey upload(Storage storage, String deployment) throws IOException {
        ObjectName name = new ObjectName(client.bucket(), client.ref().inputs() + name());
        Blob blob = storage.createFrom(
                BlobInfo.newBuilder(name.bucket(), name.name())
                        .setContentType("text/plain")
                        .build(),
                file);
        InputObject input = new InputObject(
                name,
                blob.getGeneration(),
                blob.getSize(),
                blob.getCreateTimeOffsetDateTime().toInstant());
        return new RunKey(client.ref(), RunId.of(deployment, Cause.object(input)));
    }
}
