/**
 * The HTTP doors for events. Comes in: storage events and Batch notices, in each form they are sent in. Goes out: a
 * {@code RunRequest} or a {@code JobNotice}, and an answer that makes the sender stop or come again.
 */
package dev.sluice.intake;
