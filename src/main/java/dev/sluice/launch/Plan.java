package dev.sluice.launch;

import dev.sluice.run.Failure;
import dev.sluice.run.Planned;
import java.util.function.Function;

/** What a request comes to: jobs to create, or the reason why there can be none. */
sealed interface Plan {
    record Go(Planned plan) implements Plan {
        @Override
        public <T> T fold(Function<Planned, T> go, Function<Failure, T> refuse) {
            return go.apply(plan);
        }
    }

    record Refuse(Failure why) implements Plan {
        @Override
        public <T> T fold(Function<Planned, T> go, Function<Failure, T> refuse) {
            return refuse.apply(why);
        }
    }

    /** One answer for each case. */
    <T> T fold(Function<Planned, T> go, Function<Failure, T> refuse);
}
