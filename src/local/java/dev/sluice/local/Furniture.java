package dev.sluice.local;

import dev.sluice.ClientRef;
import dev.sluice.SluiceConfig;
import dev.sluice.catalog.Catalog;
import java.net.URI;

/** Puts into the local cloud what Terraform puts into a project: buckets, topics, and the roads from them to the service. */
public final class Furniture {
    private Furniture() {}

    /** Doing it again changes nothing but the service's address. */
    public static void put(LocalCloud cloud, Catalog catalog, SluiceConfig config, URI service) {
        cloud.storage().createBucket(config.ledgerBucket());
        cloud.notices(config.batchNotificationsTopic(), service);
        catalog.products().values().forEach(product -> {
            cloud.bucketWithEvents(product.bucket(), service);
            product.clients().values().forEach(client -> outputs(cloud, client.ref()));
        });
    }

    private static void outputs(LocalCloud cloud, ClientRef client) {
        String topic = cloud.topic(client.topic());
        cloud.pubsub().createTopic(topic);
        cloud.pubsub().createPullSubscription(cloud.subscription(listener(client)), topic);
    }

    /** The id of the subscription by which the commands read a client's messages. */
    public static String listener(ClientRef client) {
        return client.topic() + "-local";
    }
}
