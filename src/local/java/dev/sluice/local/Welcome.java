package dev.sluice.local;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.Client;
import java.io.PrintStream;
import java.net.URI;
import java.util.Optional;

/** What {@code sluice up} says first: where everything is, how to point gcloud at it, and what to try. */
final class Welcome {
    private Welcome() {}

    static void print(PrintStream out, LocalCloud cloud, URI service, Catalog catalog) {
        URI storage = cloud.storage().endpoint();
        out.printf(
                """
                Sluice is up. Ctrl-C stops it.

                  service        %s/ping
                  Cloud Storage  %s
                  Batch          %s  (gRPC and REST)
                  Pub/Sub        %s  (gRPC and REST)
                  controls       %s/_local/  (faults, clock, state)

                Point gcloud and Google's libraries here, in another terminal:

                """,
                service, storage, cloud.batch().endpoint(), cloud.pubsub().endpoint(), cloud.controls());
        PointingLines.of(cloud).forEach(line -> out.println("  " + line));
        anyClient(catalog).ifPresent(client -> examples(out, storage, client));
        out.flush();
    }

    private static Optional<Client> anyClient(Catalog catalog) {
        return catalog.products().values().stream()
                .flatMap(product -> product.clients().values().stream())
                .findFirst();
    }

    private static void examples(PrintStream out, URI storage, Client client) {
        String bucket = client.bucket();
        String inputs = client.ref().inputs();
        String outputs = client.ref().outputs();
        out.printf(
                """

                Then try:

                  echo 'hello, world' > hello.txt
                  gcloud storage cp hello.txt gs://%1$s/%2$s
                  gcloud storage ls -r gs://%1$s/%3$s
                  gcloud storage cat 'gs://%1$s/%3$s**/status.json'

                Without gcloud: curl --data-binary @hello.txt '%4$s/upload/storage/v1/b/%1$s/o?uploadType=media&name=%2$shello.txt'

                """,
                bucket, inputs, outputs, storage);
    }
}
