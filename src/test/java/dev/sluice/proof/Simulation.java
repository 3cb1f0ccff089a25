package dev.sluice.proof;

import dev.sluice.ClientRef;
import dev.sluice.batch.JobNotice;
import dev.sluice.run.Cause;
import dev.sluice.run.InputObject;
import dev.sluice.run.RunId;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunState;
import dev.sluice.storage.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
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
    final Map<InputObject, ClientRef> maybe = new LinkedHashMap<>();
    private final Chance chance;
    private final Weather weather;
    private final Agenda agenda;
    private final List<Instance> instances;
    private final List<InputObject> unheard = new ArrayList<>();
    private int files;
    private int onTheirWay;
    private int quietPasses;

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
        files = chance.between(1, 7);
        int all = files;
        for (int i = 0; i < all; i++) {
            agenda.in(chance.seconds(0, 3600), this::upload);
        }
        agenda.in(ROUGH, () -> instances.forEach(Instance::calm));
        agenda.in(PASS_EVERY, () -> reconcile(0));
        boolean[] inTime = {true};
        agenda.in(ENOUGH, () -> inTime[0] = false);
        while (inTime[0] && agenda.next()) {
            if (files == 0 && isQuiet() && quietPasses > 2) {
                break;
            }
        }
        if (!isQuiet()) {
            trace.wrong("after %s it is not quiet: on their way %d, pointers %s, jobs %s"
                    .formatted(ENOUGH, onTheirWay, outside.pointers(), outside.jobs.all()));
        }
        new Dust(this).look();
    }

    private boolean isQuiet() {
        return onTheirWay == 0
                && instances.stream().noneMatch(Instance::isBusy)
                && outside.pointers().isEmpty()
                && allHaveEnded()
                && !batch.anyAlive();
    }

    /** Whether every input has a run, and every run an end, as a list of the ledger shows them. */
    private boolean allHaveEnded() {
        List<StoredObject> runs = outside.store.list(Outside.LEDGER, "runs/").toList();
        return runs.stream().allMatch(run -> RunState.valueOf(run.metadata().get("state"))
                        .isTerminal())
                && uploaded.entrySet().stream()
                        .map(upload -> keyOf(upload.getValue(), upload.getKey()).id() + ".json")
                        .allMatch(id ->
                                runs.stream().anyMatch(run -> run.name().name().endsWith(id)));
    }

    /** The run that an upload must lead to. */
    RunKey keyOf(ClientRef client, InputObject input) {
        return new RunKey(client, RunId.of(outside.config.deployment(), Cause.object(input)));
    }

    private void upload() {
        files--;
        ClientRef client = chance.oneOf(ProofCatalog.CLIENTS);
        String name = chance.oneOf("a.txt", "b.txt", "c/d.txt", "picture.png", "refused.txt", "e.txt", "f.txt");
        InputObject input = outside.upload(client, name);
        // of one that was replaced before anybody heard of it nothing is left to see, unless a pass was faster
        unheard.stream()
                .filter(older -> older.name().equals(input.name()) && uploaded.containsKey(older))
                .forEach(older -> maybe.put(older, uploaded.remove(older)));
        uploaded.put(input, client);
        trace.note(() -> "client " + client + " uploads " + name);
        if (chance.of(weather.lostEvent())) {
            unheard.add(input);
            trace.note(() -> "client " + client + " is not heard: the event is lost");
        } else {
            send(new Delivery("the event of " + name, service -> service.event(client, input), true));
        }
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
        chance.oneOf(instances).take(new Delivery("a pass", Service::reconcile, false));
        agenda.in(PASS_EVERY, () -> reconcile(pass + 1));
    }
}
