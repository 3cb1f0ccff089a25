package dev.sluice.catalog;

import java.util.function.Function;
import java.util.stream.Stream;

/** What a job does: a container in our words, or a job in Google's. */
public sealed interface Work permits ContainerWork, RawJob {
    /** One answer from either kind. */
    <T> T fold(Function<ContainerWork, T> container, Function<RawJob, T> raw);

    /** Every text in which placeholders are replaced. */
    Stream<Text> texts();
}
