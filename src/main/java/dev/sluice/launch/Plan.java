package dev.sluice.launch;

import dev.sluice.batch.JobSpec;
import dev.sluice.run.Failure;
import java.util.function.Function;

/** What a request comes to: a job to create, or the reason why there can be none. */
sealed interface Plan {
    record Go(JobSpec job) implements Plan {
        @Override
        public <T> T fold(Function<JobSpec, T> go, Function<Failure, T> refuse) {
            return go.apply(job);
        }
    }

    record Refuse(Failure why) implements Plan {
        @Override
        public <T> T fold(Function<JobSpec, T> go, Function<Failure, T> refuse) {
            return refuse.apply(why);
        }
    }

    /** One answer for each case. */
    <T> T fold(Function<JobSpec, T> go, Function<Failure, T> refuse);
}
