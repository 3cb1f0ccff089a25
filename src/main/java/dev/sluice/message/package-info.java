/**
 * What a client hears. Comes in: the record of a run that has ended. Goes out: {@code status.json} beside the outputs and one
 * message on the client's topic, both rendered from the record. The port is {@link dev.sluice.message.StatusPublisher}.
 */
package dev.sluice.message;
