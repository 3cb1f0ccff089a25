package dev.sluice.local.wire;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * One REST address of a gRPC method, as {@code google/api/http.proto} describes it.
 *
 * @param body the request's field that the body is, {@code *} for the whole request, empty for none
 */
record RestRoute(String verb, PathTemplate path, String body, MethodDescriptor<Message, Message> method) {

    /** All addresses of a method; none for one that its definition gives none, or that is not built here. */
    static Stream<RestRoute> of(Descriptors.MethodDescriptor definition, MethodDescriptor<?, ?> method) {
        boolean built =
                prototype(method.getRequestMarshaller()).getDescriptorForType().equals(definition.getInputType());
        if (!built || !definition.getOptions().hasExtension(AnnotationsProto.http)) {
            return Stream.empty();
        }
        HttpRule rule = definition.getOptions().getExtension(AnnotationsProto.http);
        return Stream.concat(Stream.of(rule), rule.getAdditionalBindingsList().stream())
                .map(each -> of(each, method));
    }

    /** An address that a service's configuration gives to a method. */
    @SuppressWarnings("unchecked") // both ends are protos: the marshallers are ProtoUtils'
    static RestRoute of(HttpRule rule, MethodDescriptor<?, ?> method) {
        String verb =
                switch (rule.getPatternCase()) {
                    case GET, PUT, POST, DELETE, PATCH -> rule.getPatternCase().name();
                    case CUSTOM -> rule.getCustom().getKind();
                    case PATTERN_NOT_SET -> throw new IllegalArgumentException("no address in " + rule);
                };
        String path =
                switch (rule.getPatternCase()) {
                    case GET -> rule.getGet();
                    case PUT -> rule.getPut();
                    case POST -> rule.getPost();
                    case DELETE -> rule.getDelete();
                    case PATCH -> rule.getPatch();
                    case CUSTOM -> rule.getCustom().getPath();
                    case PATTERN_NOT_SET -> "";
                };
        return new RestRoute(
                verb, PathTemplate.parse(path), rule.getBody(), (MethodDescriptor<Message, Message>) method);
    }

    /** The request's fields that the path holds, when this is its address. */
    Optional<Map<String, String>> match(String method, String rawPath) {
        if (!verb.equals(method)) {
            return Optional.empty();
        }
        Matcher matcher = path.regex().matcher(rawPath);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < path.fields().size(); i++) {
            fields.put(path.fields().get(i), Percent.decode(matcher.group(i + 1)));
        }
        return Optional.of(fields);
    }

    Message request() {
        return prototype(method.getRequestMarshaller());
    }

    Message answer() {
        return prototype(method.getResponseMarshaller());
    }

    private static Message prototype(MethodDescriptor.Marshaller<?> marshaller) {
        return (Message) ((PrototypeMarshaller<?>) marshaller).getMessagePrototype();
    }
}
