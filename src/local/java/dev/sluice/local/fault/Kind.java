package dev.sluice.local.fault;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What goes wrong. */
public enum Kind {
    /** A call is not applied and answered with the code. */
    REFUSED(Where.CALL),
    /** A call is applied, and then answered with the code. */
    ANSWER_LOST(Where.CALL),
    /** A call is applied after the delay. */
    SLOW(Where.CALL),
    /** Calls above the rate a second are refused with the code. */
    THROTTLED(Where.CALL),

    /** A notification, push or event never arrives. */
    LOST(Where.DELIVERY),
    /** It arrives after the delay. */
    LATE(Where.DELIVERY),
    /** It arrives twice. */
    DOUBLED(Where.DELIVERY),

    /** Spot VM preemption, exit code 50001, after the delay since the attempt began. */
    PREEMPTED(Where.TASK),
    /** The VM reports no more, 50002. */
    VM_SILENT(Where.TASK),
    /** The VM reboots, 50003. */
    VM_REBOOTED(Where.TASK),
    /** VM and task do not respond, 50004. */
    VM_UNRESPONSIVE(Where.TASK),
    /** The VM is recreated, 50006. */
    VM_RECREATED(Where.TASK),

    /** No VM can be had in a zone: the job swings back to QUEUED and says nothing. */
    ZONE_EXHAUSTED(Where.PLACEMENT),
    /** No VM may be had in the region: the job waits with an event that names the quota. */
    QUOTA_EXCEEDED(Where.PLACEMENT);

    /** The sort of point at which it strikes. */
    public enum Where {
        CALL,
        DELIVERY,
        TASK,
        PLACEMENT
    }

    private final Where where;

    Kind(Where where) {
        this.where = where;
    }

    public Where where() {
        return where;
    }

    /** Lower case with dashes, as JSON and labels have it. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException that lists the words there are */
    @JsonCreator
    public static Kind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"%s\" is no kind of fault; there are %s"
                        .formatted(word, Arrays.stream(values()).map(Kind::word).collect(Collectors.joining(", ")))));
    }
}
