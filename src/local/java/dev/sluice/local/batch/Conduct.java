package dev.sluice.local.batch;

import java.time.Duration;

/**
 * What a local Batch does as Google's may or may not, and what it has to do it with.
 *
 * @param fleet how many VMs there are
 * @param waits between looks for VMs
 * @param notices which notifications are left out
 */
public record Conduct(FleetConfig fleet, Waits waits, NoticeHabits notices) {
    public static Conduct usual() {
        return new Conduct(FleetConfig.unlimited(), Waits.usual(), NoticeHabits.usual());
    }

    public Conduct fleet(FleetConfig now) {
        return new Conduct(now, waits, notices);
    }

    public Conduct waits(Waits now) {
        return new Conduct(fleet, now, notices);
    }

    public Conduct notices(NoticeHabits now) {
        return new Conduct(fleet, waits, now);
    }

    /** How long a job without VMs waits before it looks again: twice as long each time, up to a longest wait. */
    public record Waits(Duration first, Duration longest) {
        public static Waits usual() {
            return new Waits(Duration.ofSeconds(1), Duration.ofMinutes(10));
        }
    }

    /**
     * Which notifications are left out. An end is always told, but for CANCELLED where that is not wanted.
     *
     * @param replaced whether a state that has not been told yet when the next one comes is never told, as Google's pages warn
     * @param skipped how likely any other state than an end is never told, 0 to 1; drawn by the faults' seed
     * @param cancelled whether CANCELLED is told; Google documents no such notification
     */
    public record NoticeHabits(boolean replaced, double skipped, boolean cancelled) {
        public static NoticeHabits usual() {
            return new NoticeHabits(true, 0, true);
        }

        /** Every state is told. */
        public static NoticeHabits every() {
            return new NoticeHabits(false, 0, true);
        }
    }
}
