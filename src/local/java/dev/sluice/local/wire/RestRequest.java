package dev.sluice.local.wire;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.Map;
import java.util.Set;

/** Makes a gRPC request of a path, a query and a JSON body. */
final class RestRequest {
    /** Parameters of every Google API, https://cloud.google.com/apis/docs/system-parameters. */
    private static final Set<String> OF_SYSTEM = Set.of(
            "alt",
            "access_token",
            "callback",
            "fields",
            "key",
            "oauth_token",
            "prettyPrint",
            "quotaUser",
            "userProject",
            "uploadType",
            "upload_protocol",
            "passwd",
            "unique");

    private final JsonText json;
    private final QueryValues values;

    RestRequest(JsonFormat.TypeRegistry types) {
        this.json = new JsonText(types);
        this.values = new QueryValues(json);
    }

    /**
     * @param path the fields that the address holds
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT that names what cannot be read
     */
    Message of(RestRoute route, Map<String, String> path, RestCall call) {
        Message.Builder request = route.request().newBuilderForType();
        body(route, request, call.body());
        call.query().forEach((name, given) -> {
            if (!name.startsWith("$") && !OF_SYSTEM.contains(name)) {
                given.forEach(value -> values.bind(request, name, value));
            }
        });
        // also a field of a field, such as topic.name
        path.forEach((name, value) -> values.bind(request, name, value));
        return request.build();
    }

    private void body(RestRoute route, Message.Builder request, String body) {
        if (body.isBlank() || route.body().isEmpty()) {
            return;
        }
        if (route.body().equals("*")) {
            json.merge(body, request, "");
        } else {
            json.merge(
                    body,
                    request.getFieldBuilder(Fields.find(request.getDescriptorForType(), route.body())
                            .orElseThrow()),
                    route.body());
        }
    }
}
