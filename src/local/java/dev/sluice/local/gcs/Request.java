package dev.sluice.local.gcs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An HTTP request, from a connection or out of a batch.
 *
 * @param path still percent-encoded
 * @param places what the route's placeholders matched, decoded
 * @param call what faults do to it, once its route is known
 */
record Request(
        String method,
        String path,
        Map<String, List<String>> query,
        Headers headers,
        InputStream body,
        Map<String, String> places,
        Optional<StruckCall> call) {
    private static final int LONGEST_JSON = 4 * 1024 * 1024;

    /**
     * The request that is meant: Google's Java client sends PATCH, and GET with a long address, as POST with the method in
     * a header and the query of the latter in the body.
     *
     * @param target path and query as in the request line
     */
    static Request of(String method, String target, Headers headers, InputStream body) throws IOException {
        String meant = headers.getFirst("X-HTTP-Method-Override");
        if (!method.equals("POST") || meant == null) {
            return parsed(method, target, headers, body);
        }
        if (!meant.equals("GET")) {
            return parsed(meant, target, headers, body);
        }
        String query = new String(body.readNBytes(LONGEST_JSON), StandardCharsets.US_ASCII);
        return parsed(meant, target + (target.contains("?") ? "&" : "?") + query, headers, body);
    }

    private static Request parsed(String method, String target, Headers headers, InputStream body) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        Map<String, List<String>> query = mark < 0 ? Map.of() : parse(target.substring(mark + 1));
        return new Request(method, path, query, headers, body, Map.of(), Optional.empty());
    }

    Request at(Map<String, String> matched, StruckCall struck) {
        return new Request(method, path, query, headers, body, matched, Optional.of(struck));
    }

    /** The same with a body that breaks off where a fault says so: to be called once all strikes are known. */
    Request meeting(String about) {
        call.ifPresent(struck -> struck.meet(about));
        InputStream met = call.map(struck -> struck.received(body)).orElse(body);
        return new Request(method, path, query, headers, met, places, call);
    }

    String place(String name) {
        return places.get(name);
    }

    String bucket() {
        return place("bucket");
    }

    ObjectName object() {
        return ObjectName.asked(place("object"));
    }

    /** What the addressed thing is called for faults: {@code BUCKET/OBJECT}, and where to for a copy. */
    String about() {
        return Stream.of(Stream.of("bucket", "object"), Stream.of("toBucket", "toObject"))
                .map(names -> names.flatMap(name -> Optional.ofNullable(place(name)).stream())
                        .collect(Collectors.joining("/")))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.joining(" "));
    }

    Optional<String> query(String name) {
        return queries(name).stream().findFirst();
    }

    List<String> queries(String name) {
        return query.getOrDefault(name, List.of());
    }

    boolean flag(String name) {
        return query(name).filter(text -> text.equalsIgnoreCase("true")).isPresent();
    }

    OptionalLong number(String name) {
        Optional<String> text = query(name);
        return text.isPresent() ? OptionalLong.of(wholeNumber(name, text.get())) : OptionalLong.empty();
    }

    static long wholeNumber(String name, String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw Refusal.invalid("Invalid value for " + name + ": '" + text + "' is no whole number");
        }
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.getFirst(name));
    }

    List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    ObjectNode json() throws IOException {
        return json(body);
    }

    static ObjectNode json(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LONGEST_JSON + 1);
        if (bytes.length > LONGEST_JSON) {
            throw Refusal.invalid("The request's JSON is longer than " + LONGEST_JSON + " bytes");
        }
        return Json.request(bytes);
    }

    private static Map<String, List<String>> parse(String query) {
        Map<String, List<String>> values = new HashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            values.computeIfAbsent(PercentCode.query(name), n -> new ArrayList<>())
                    .add(PercentCode.query(value));
        }
        return values;
    }
}
