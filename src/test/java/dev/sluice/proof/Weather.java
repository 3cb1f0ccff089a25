package dev.sluice.proof;

/**
 * How rough it is in one simulation; each number is how likely something is.
 *
 * @param instances of the service
 * @param fault that a call has no effect, or none that its caller hears of
 * @param crash that an instance dies at something that it changes
 * @param repeat that an event or a notice that was answered is sent again
 * @param lostEvent that a storage event is never sent
 * @param lostNotice that a notice is never sent
 * @param trouble that a job meets anything but success
 * @param freeze that an instance stands still for longer than a lease lasts
 */
record Weather(
        int instances,
        double fault,
        double crash,
        double repeat,
        double lostEvent,
        double lostNotice,
        double trouble,
        double freeze) {
    static Weather drawn(Chance chance) {
        return new Weather(
                chance.between(1, 3),
                chance.oneOf(0.0, 0.02, 0.08, 0.2),
                chance.oneOf(0.0, 0.01, 0.03, 0.08),
                chance.oneOf(0.0, 0.2, 0.6),
                chance.oneOf(0.0, 0.0, 0.3, 1.0),
                chance.oneOf(0.0, 0.1, 0.5, 1.0),
                chance.oneOf(0.1, 0.4, 0.8),
                chance.oneOf(0.0, 0.0, 0.01));
    }
}
