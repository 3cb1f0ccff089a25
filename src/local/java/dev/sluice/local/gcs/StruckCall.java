package dev.sluice.local.gcs;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Fault.Service;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.fault.Kind.Where;
import dev.sluice.local.time.LocalClock;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;

/**
 * One call on its way through the faults that are set: what is refused, held up, cut off, or answered into nothing. Parts of
 * a batch are calls of their own.
 */
@Fidelity(
        what =
                "faults strike calls by name (`objects.insert`, `objects.get`, `upload.chunk` …), also inside batches: refused,"
                        + " throttled, slow, answer-lost; details `how: cut` ends the connection, `bytes: N` after so many bytes",
        verified = Verified.OURS,
        by = {"LocalStorageFaultsTest", "python-storage.sh", "gcloud-storage-commands.sh"})
final class StruckCall {
    private final Faults faults;
    private final LocalClock clock;
    private final String method;
    private Optional<Fault> lost = Optional.empty();

    StruckCall(Faults faults, LocalClock clock, String method) {
        this.faults = faults;
        this.clock = clock;
        this.method = method;
    }

    /**
     * Lets strike what is to strike before anything is done; returns when a slow one has had its time.
     *
     * @param about {@code BUCKET} or {@code BUCKET/OBJECT}
     * @throws Refusal of the fault's code
     */
    void meet(String about) {
        List<Fault> strikes = faults.strike(Service.STORAGE, Where.CALL, method, about);
        strikes.forEach(this::prepare);
        strikes.stream().filter(StruckCall::refuses).findFirst().ifPresent(fault -> {
            throw Refusal.told(fault.told(), words(fault, "it was not done"));
        });
    }

    private void prepare(Fault fault) {
        switch (fault.kind()) {
            case SLOW -> hold(fault.delayed());
            case ANSWER_LOST -> lost = Optional.of(fault);
            case REFUSED, THROTTLED -> {} // once all slow ones had their time
            case LOST,
                    LATE,
                    DOUBLED,
                    PREEMPTED,
                    VM_SILENT,
                    VM_REBOOTED,
                    VM_UNRESPONSIVE,
                    VM_RECREATED,
                    ZONE_EXHAUSTED,
                    QUOTA_EXCEEDED -> throw new IllegalStateException(fault.kind() + " strikes no call");
        }
    }

    private static boolean refuses(Fault fault) {
        return switch (fault.kind()) {
            case REFUSED, THROTTLED -> true;
            case SLOW,
                    ANSWER_LOST,
                    LOST,
                    LATE,
                    DOUBLED,
                    PREEMPTED,
                    VM_SILENT,
                    VM_REBOOTED,
                    VM_UNRESPONSIVE,
                    VM_RECREATED,
                    ZONE_EXHAUSTED,
                    QUOTA_EXCEEDED -> false;
        };
    }

    private void hold(Duration time) {
        CountDownLatch passed = new CountDownLatch(1);
        LocalClock.Wait wait = clock.after(time, passed::countDown);
        try {
            passed.await();
        } catch (InterruptedException e) {
            wait.cancel();
            Thread.currentThread().interrupt();
            throw Refusal.told(com.google.rpc.Code.UNAVAILABLE, "The local Cloud Storage is stopping");
        }
    }

    /** The body as far as it comes: with {@code bytes} in a lost answer's details the connection ends after so many. */
    InputStream received(InputStream body) {
        OptionalLong most = bytes();
        return most.isEmpty() ? body : new CutStream(body, most.getAsLong());
    }

    /** What the caller gets of an answer: an error is told in any case. */
    Response answered(Response response) throws IOException {
        if (lost.isEmpty() || response.status() >= 400) {
            return response;
        }
        if (bytes().isPresent()) {
            return response.cutAfter(bytes().getAsLong());
        }
        response.close();
        return isCut() ? Response.cut() : Response.refusal(told());
    }

    private boolean isCut() {
        return "cut".equals(lost.orElseThrow().details().get("how"));
    }

    private OptionalLong bytes() {
        return lost.map(fault -> fault.details().get("bytes")).stream()
                .mapToLong(text -> Request.wholeNumber("the fault's bytes", text))
                .findFirst();
    }

    private Refusal told() {
        Fault fault = lost.orElseThrow();
        return Refusal.told(fault.told(), words(fault, "the answer was lost on its way"));
    }

    private static String words(Fault fault, String what) {
        return "The local cloud was asked to fail here (fault %s): %s".formatted(fault.id(), what);
    }
}
