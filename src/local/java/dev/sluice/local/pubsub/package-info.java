/**
 * Pub/Sub on this machine. In: Google's clients over gRPC, and the rooms beside this one through {@link
 * dev.sluice.local.pubsub.LocalPubSub}. Out: messages by pull, streaming pull and HTTP push. The semantics ({@code TopicAdmin},
 * {@code SubscriptionAdmin}, {@code Deliveries} over {@code Store}) know no transport; {@code PubSubRoutes} lists all calls.
 */
package dev.sluice.local.pubsub;
