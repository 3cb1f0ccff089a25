package dev.sluice.local;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One round of the benchmark and its figures. */
final class BenchRound {
    static final String HEAD = "%5s  %8s  %9s  %9s  %13s  %11s  %12s  %12s  %4s"
            .formatted(
                    "round",
                    "events/s",
                    "p50 ms",
                    "p99 ms",
                    "Storage calls",
                    "Batch calls",
                    "CPU ms/event",
                    "resident MiB",
                    "lost");

    private final BenchService service;
    private final int round;
    private final long[] nanos;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();

    private BenchRound(BenchService service, int round, int events) {
        this.service = service;
        this.round = round;
        this.nanos = new long[events];
    }

    /** Sends the events, and renders a line of the table. */
    static String run(LocalCloud cloud, BenchService service, int round, int events, int concurrency)
            throws IOException, InterruptedException {
        BenchRound bench = new BenchRound(service, round, events);
        long storage = cloud.storage().requests();
        long batch = cloud.batch().calls();
        Duration cpu = service.cpu();
        long began = System.nanoTime();
        bench.send(concurrency);
        double seconds = (System.nanoTime() - began) / 1e9;
        Arrays.sort(bench.nanos);
        return "%5d  %8.0f  %9.1f  %9.1f  %13.3f  %11.3f  %12.2f  %12d  %4d"
                .formatted(
                        round,
                        events / seconds,
                        bench.percentile(50),
                        bench.percentile(99),
                        (cloud.storage().requests() - storage) / (double) events,
                        (cloud.batch().calls() - batch) / (double) events,
                        service.cpu().minus(cpu).toNanos() / 1e6 / events,
                        service.residentMib(),
                        bench.lost.get());
    }

    private void send(int concurrency) throws InterruptedException {
        ExecutorService senders = Executors.newFixedThreadPool(concurrency);
        for (int i = 0; i < concurrency; i++) {
            senders.execute(this::sendSome);
        }
        senders.shutdown();
        if (!senders.awaitTermination(10, TimeUnit.MINUTES)) {
            senders.shutdownNow();
        }
    }

    private void sendSome() {
        for (int number = next.getAndIncrement(); number < nanos.length; number = next.getAndIncrement()) {
            long began = System.nanoTime();
            if (!sent(number)) {
                lost.incrementAndGet();
            }
            nanos[number] = System.nanoTime() - began;
        }
    }

    private boolean sent(int number) {
        try {
            return service.send(round, number) == 204;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private double percentile(int percent) {
        return nanos[Math.min(nanos.length - 1, nanos.length * percent / 100)] / 1e6;
    }
}
