package dev.sluice.proof;

import dev.sluice.ClientRef;
import dev.sluice.batch.JobNotice;
import dev.sluice.run.InputObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/**
 * A few hours with a few clients, instances and jobs, in which all that can go wrong goes wrong at random, and then until all is quiet. The
 * same seed always gives the same.
 */
final class Simulation {
    private static final Duration ROUGH = Duration.ofHours(2);
    private static final Duration ENOUGH = Duration.ofDays(6);
    private static final Duration PASS_EVERY = Duration.ofMinutes(5);

    final Outside outside;
    final Trace trace;
    final SimBatch batch;
    final Map<InputObject, ClientRef> uploaded = new LinkedHashMap<>();
    private final Chance chance;
    private final Weather weather;
    private final Agenda agenda;
    private final List<Instance> instances;
    private int onTheirWay;
    private int refusals;

    /** @param threads at least as many as instances */
    Simulation(Outside outside, long seed, boolean traced, Executor threads) {
        this.outside = outside;
        this.chance = new Chance(seed);
        this.weather = Weather.drawn(chance);
        this.agenda = new Agenda(outside.clock);
        this.trace = new Trace(outside.clock, traced);
        this.batch = new SimBatch(outside, agenda, chance, weather, trace, this::send);
        Watched ledger = new Watched(outside.store, trace);
        this.instances = IntStream.rangeClosed(1, weather.instances())
                .mapToObj(number -> new Instance(
                        number,
                        agenda,
                        chance,
                        weather,
                        trace,
                        threads,
                        wire -> outside.start(ledger, batch, wire, work -> chance.oneOf(Order.values())
                                .execute(work)),
                        this::answered))
                .toList();
    }

    /** Plays it to its end; what went wrong is in the trace. */
    void play() {
        trace.note(() -> "weather " + weather);
        int files = chance.between(1, 7);
        for (int i = 0; i < files; i++) {
            agenda.in(chance.seconds(0, 3600), this::upload);
        }
        agenda.in(ROUGH, () -> instances.forEach(Instance::calm));
        agenda.in(PASS_EVERY, () -> reconcile(0));
        boolean[] inTime = {true};
        agenda.in(ENOUGH, () -> inTime[0] = false);
        while (inTime[0] && agenda.next()) {
            if (uploaded.size() == files && isQuiet() && quietPasses > 2) {
                break;
            }
        }
        if (!isQuiet()) {
            trace.wrong("after %s it is not quiet: on their way %d, pointers %s, jobs %s"
                    .formatted(ENOUGH, onTheirWay, outside.pointers(), outside.jobs.all()));
        }
        new Dust(this).look();
    }

    private int quietPasses;

    private boolean isQuiet() {
        return onTheirWay == 0
                && instances.stream().noneMatch(Instance::isBusy)
                && outside.pointers().isEmpty()
                && !batch.anyAlive();
    }

    private void upload() {
        ClientRef client = chance.oneOf(ProofCatalog.CLIENTS);
        String name = chance.oneOf("a.txt", "b.txt", "c/d.txt", "picture.png", "refused.txt", "e.txt", "f.txt");
        InputObject input = outside.upload(client, name);
        uploaded.put(input, client);
        trace.note(() -> "client " + client + " uploads " + name);
        send(new Delivery("the event of " + name, service -> service.event(client, input), true));
    }

    private void send(JobNotice notice) {
        send(new Delivery("a notice of " + notice.job().id(), service -> service.notice(notice), true));
    }

    private void send(Delivery delivery) {
        onTheirWay++;
        Duration time = chance.of(0.8) ? chance.millis(10, 3000) : chance.seconds(0, 600);
        agenda.in(time, () -> chance.oneOf(instances).take(delivery));
    }

    private void answered(Delivery delivery, boolean well) {
        onTheirWay--;
        if (!well) {
            refusals++;
        }
        if (delivery.repeated() && !well) {
            onTheirWay++;
            agenda.in(chance.seconds(10, 120), () -> chance.oneOf(instances).take(delivery));
        } else if (delivery.repeated() && chance.of(weather.repeat())) {
            send(delivery);
        }
    }

    private void reconcile(int pass) {
        quietPasses = isQuiet() ? quietPasses + 1 : 0;
        onTheirWay++;
        chance.oneOf(instances).take(new Delivery("a pass", service -> service.reconcile(outside.open()), false));
        agenda.in(PASS_EVERY, () -> reconcile(pass + 1));
    }
}
