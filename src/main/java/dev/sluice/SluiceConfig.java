package dev.sluice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What the operator sets; what products and clients may do is in the catalog. */
@ConfigMapping(prefix = "sluice")
public interface SluiceConfig {
    /**
     * Keeps two deployments in one project apart: it is part of every run id and a label of every job. At most 63 of
     * {@code a-z 0-9 -}, from a letter. Changing it makes every input look new.
     */
    @WithDefault("sluice")
    String deployment();

    /** The Google project that the jobs run in, by id. */
    String project();

    /**
     * The number of that project: Batch's notices may name the project by it. Without it a notice with any number is
     * looked up, which costs one call for a stranger's.
     */
    Optional<String> projectNumber();

    /** The bucket of records and pointers, which no client may read. */
    String ledgerBucket();

    /** The id of the Pub/Sub topic that Batch sends job notices to. */
    @WithDefault("sluice-batch-notifications")
    String batchNotificationsTopic();

    /** The folder of the catalog. */
    @WithDefault("deployment/catalog")
    Path catalog();

    /** A file of prices, laid over those that come with the service, which are list prices of a date (docs/cost.md). */
    Optional<Path> prices();

    /**
     * The folder of the service's own secrets, a file each, such as the keys of callbacks. A file is read when it is used, so that a new
     * version counts at once.
     */
    Optional<Path> secretsDir();

    Callback callback();

    /** Whom callbacks may reach. */
    interface Callback {
        /**
         * Whether a callback may go to this machine's loopback, by http too, as on a local cloud. Elsewhere it would let whoever writes a
         * template reach what listens on this machine for nobody else.
         */
        @WithDefault("false")
        boolean allowLoopback();
    }

    /**
     * Who drives what is to be done again and again: {@code internal}, a timer in each instance; {@code external}, somebody
     * who calls {@code POST /reconcile}, such as Cloud Scheduler, for instances that have no processor between requests.
     */
    @WithDefault("internal")
    Timers timers();

    Reconcile reconcile();

    /** The passes that finish what lost messages left unfinished. */
    interface Reconcile {
        /** How often the timer makes a pass. A higher value costs fewer list calls, and lets what was lost lie for as long. */
        @WithDefault("1m")
        Duration every();

        /**
         * The longest that a pass may work; the next one goes on where it stopped. A higher value needs a caller of
         * {@code POST /reconcile} that waits as long.
         */
        @WithDefault("50s")
        Duration budget();

        /**
         * How often the clients' inputs are looked through for some that no event told of; all instances together. A
         * higher value costs fewer list calls, and lets such an input wait for as long.
         */
        @WithDefault("1h")
        Duration inputsEvery();
    }

    Google google();

    /** How long Google's services are waited for. */
    interface Google {
        /**
         * The longest that one call may take, its repeats included, before the sender is told to come again. A higher
         * value rides out longer trouble, and lets a stuck call hold a request's thread for as long.
         */
        @WithDefault("20s")
        Duration callTimeout();

        /**
         * How many jobs an instance creates a second in one region, at most; runs beyond that wait their turn. Batch allows 100 changes a
         * second for all instances together.
         */
        @WithDefault("80")
        int creationsPerSecond();

        /** {@code host:port} of a Batch service without TLS or credentials, instead of Google's. */
        Optional<String> batchHostOverride();
    }
}
