package dev.sluice.batch;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.function.Function;

/** What a job does and where: described in our words, or in Google's own JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ContainerBody.class, name = "container"),
    @JsonSubTypes.Type(value = RawBody.class, name = "raw")
})
@RegisterForReflection
public sealed interface JobBody permits ContainerBody, RawBody {
    /** One answer for each kind. */
    <T> T fold(Function<ContainerBody, T> container, Function<RawBody, T> raw);
}
