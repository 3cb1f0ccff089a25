package dev.sluice.launch;

import dev.sluice.ClientRef;
import dev.sluice.run.Cause;
import dev.sluice.run.InputObject;

/** Somebody or something asks for a run: for whom, because of what, and to read which object. */
public record RunRequest(ClientRef client, Cause cause, InputObject input) {
    /** An object arrived among a client's inputs. */
    public static RunRequest of(ClientRef client, InputObject input) {
        return new RunRequest(client, Cause.object(input), input);
    }
}
