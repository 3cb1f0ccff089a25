package dev.sluice.proof;

import dev.sluice.RetryLater;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** One instance of the service in a simulation: it does one thing at a time, a call at a time, and may die at any. */
final class Instance implements Wire {
    private final int number;
    private final Agenda agenda;
    private final Chance chance;
    private final Trace trace;
    private final Executor threads;
    private final Function<Instance, Service> start;
    private final BiConsumer<Delivery, Boolean> answered;
    private final Deque<Delivery> inbox = new ArrayDeque<>();
    private Weather weather;
    private Service service;
    private Fiber fiber;
    private Delivery inHand;
    private boolean dead;

    /** @param answered is told of each delivery whether it was answered with success */
    Instance(
            int number,
            Agenda agenda,
            Chance chance,
            Weather weather,
            Trace trace,
            Executor threads,
            Function<Instance, Service> start,
            BiConsumer<Delivery, Boolean> answered) {
        this.number = number;
        this.agenda = agenda;
        this.chance = chance;
        this.weather = weather;
        this.trace = trace;
        this.threads = threads;
        this.start = start;
        this.answered = answered;
        this.service = start.apply(this);
    }

    /** From now on nothing goes wrong any more. */
    void calm() {
        weather = new Weather(0, 0, 0, 0, 0, 0, 0, 0);
    }

    void take(Delivery delivery) {
        if (dead) {
            answered.accept(delivery, false);
        } else if (inHand != null) {
            inbox.add(delivery);
        } else {
            begin(delivery);
        }
    }

    private void begin(Delivery delivery) {
        trace.note(() -> "i" + number + "     takes " + delivery.words());
        inHand = delivery;
        fiber = new Fiber(threads, () -> delivery.message().accept(service));
        proceed();
    }

    private void proceed() {
        if (fiber.resume()) {
            end();
        } else if (chance.of(weather.freeze())) {
            trace.note(() -> "i" + number + "     stands still");
            agenda.in(chance.seconds(61, 100), this::proceed);
        } else {
            agenda.in(chance.millis(5, 400), this::proceed);
        }
    }

    private void end() {
        Delivery done = inHand;
        inHand = null;
        Throwable failure = fiber.failure().orElse(null);
        if (dead && done.repeated() && !(failure instanceof Died)) {
            trace.wrong("the instance answered after its death, with " + failure);
        } else if (failure != null && !dead && !(failure instanceof RetryLater)) {
            trace.wrong("%s was answered with %s at %s"
                    .formatted(
                            done.words(),
                            failure,
                            List.of(failure.getStackTrace()).subList(0, 5)));
        }
        trace.note(() ->
                "i" + number + "     " + (dead ? "DIES" : failure == null ? "answers" : "503 " + failure.getMessage()));
        answered.accept(done, failure == null && !dead);
        if (dead) {
            inbox.forEach(delivery -> answered.accept(delivery, false));
            inbox.clear();
            agenda.in(chance.seconds(0, 30), () -> {
                dead = false;
                service = start.apply(this);
            });
        } else if (!inbox.isEmpty()) {
            begin(inbox.poll());
        }
    }

    boolean isBusy() {
        return inHand != null;
    }

    @Override
    public <T> T pass(Call<T> call) {
        if (!dead) {
            fiber.pause();
        }
        if (dead) {
            throw new Died();
        }
        if (call.changes() && chance.of(weather.crash())) {
            return crash(call);
        }
        if (chance.of(weather.fault())) {
            return fail(call);
        }
        T answer = call.make().get();
        note(call, "");
        return answer;
    }

    private <T> T crash(Call<T> call) {
        dead = true;
        if (chance.of(0.5)) {
            note(call, ", and dies before it");
        } else {
            call.make().get();
            note(call, ", and dies after it");
        }
        throw new Died();
    }

    private <T> T fail(Call<T> call) {
        if (call.changes() && chance.of(0.5)) {
            call.make().get();
            note(call, ", the answer is lost");
            return call.lost().get();
        }
        note(call, ": UNAVAILABLE");
        throw new RetryLater(call.words().get(), new IOException("UNAVAILABLE"));
    }

    private void note(Call<?> call, String more) {
        trace.note(() -> "i" + number + "       " + call.words().get() + more);
    }
}
