package dev.sluice.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Events of the real shapes, from {@code src/test/resources/samples/events}. */
final class Samples {
    private static final Path FOLDER = Path.of("src/test/resources/samples/events");

    private Samples() {}

    /** A whole HTTP request in a file. */
    static EventRequest request(String file) {
        String[] parts = read(file).split("\n\n", 2);
        String[] head = parts[0].split("\n");
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < head.length; i++) {
            String[] header = head[i].split(": ", 2);
            headers.put(header[0], header[1]);
        }
        String door = head[0].split(" ")[1];
        return withBody(new EventRequest(door, headers, new byte[0]), parts[1]);
    }

    /** A request with a file as its body. */
    static EventRequest json(String door, String file, String contentType) {
        return withBody(new EventRequest(door, Map.of("content-type", contentType), new byte[0]), read(file));
    }

    static EventRequest withBody(EventRequest request, String body) {
        return new EventRequest(request.door(), request.headers(), body.getBytes(StandardCharsets.UTF_8));
    }

    static EventRequest with(EventRequest request, String header, String value) {
        Map<String, String> headers = new TreeMap<>(request.headers());
        headers.put(header, value);
        return new EventRequest(request.door(), headers, request.body());
    }

    private static String read(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
