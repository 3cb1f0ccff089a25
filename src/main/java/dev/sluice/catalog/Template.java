package dev.sluice.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A job type.
 *
 * @param name the name of its file
 * @param work what a job of it does
 * @param parameters what its placeholders {@code params.NAME} may stand for
 * @param queueLimit how long an attempt may wait before it runs
 * @param maxAttempts how many jobs may be made for one run, when one after the other is lost through no fault of its own
 * @param expectedOutputs globs, see {@link Glob}, below the attempt's outputs; a job without them has failed
 * @param trigger which uploads start it
 * @param callback who else is told about the end of a run
 */
public record Template(
        String name,
        Work work,
        List<Parameter> parameters,
        Duration queueLimit,
        int maxAttempts,
        List<String> expectedOutputs,
        Trigger trigger,
        Optional<Callback> callback) {
    public Template {
        parameters = List.copyOf(parameters);
        expectedOutputs = List.copyOf(expectedOutputs);
    }

    /** Whether a job of it reads its input as a file, so that only a name a file system can hold will do. */
    public boolean usesInputPath() {
        return work.texts().anyMatch(text -> text.placeholders().contains(Placeholder.INPUT_PATH));
    }
}
