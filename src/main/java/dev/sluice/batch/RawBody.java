package dev.sluice.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.function.Function;

/**
 * A job in Google's own JSON, as {@code gcloud batch jobs submit --config} takes it.
 *
 * @param job {@code google.cloud.batch.v1.Job} in proto JSON
 */
@RegisterForReflection
public record RawBody(JsonNode job) implements JobBody {
    @Override
    public <T> T fold(Function<ContainerBody, T> container, Function<RawBody, T> raw) {
        return raw.apply(this);
    }
}
