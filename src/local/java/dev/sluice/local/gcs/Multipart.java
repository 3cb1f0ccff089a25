package dev.sluice.local.gcs;

import com.sun.net.httpserver.Headers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A multipart body, part after part, each a stream that ends at the next boundary. */
final class Multipart {
    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]+)\"|'([^']+)'|([^;\\s]+))", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_BOUNDARY = 200;
    private static final int LONGEST_LINE = 64 * 1024;

    private final InputStream body;
    private final String boundary;
    private BoundedStream bytes;

    /** One part; its content must be read to its end before the next part is asked for. */
    record Part(Headers headers, InputStream content) {}

    /** @param contentType with the boundary, which Google's Python tools put in single quotes */
    Multipart(String contentType, InputStream body) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw Refusal.invalid(
                    "A multipart request needs 'boundary=…' in its Content-Type, which is: " + contentType);
        }
        String text = boundary.group(1) != null
                ? boundary.group(1)
                : boundary.group(2) != null ? boundary.group(2) : boundary.group(3);
        if (text.length() > LONGEST_BOUNDARY) {
            throw Refusal.invalid("A multipart boundary has at most " + LONGEST_BOUNDARY + " characters: " + text);
        }
        this.boundary = "--" + text;
        this.body = new BufferedInputStream(body);
    }

    /** The next part, or none after the closing boundary. */
    Optional<Part> next() throws IOException {
        if (bytes == null) {
            bytes = new BoundedStream(body, (firstLineEnd() + boundary).getBytes(StandardCharsets.UTF_8));
        } else {
            bytes.transferTo(OutputStream.nullOutputStream());
            if (!bytes.nextPart()) {
                return Optional.empty();
            }
        }
        return Optional.of(new Part(headers(bytes), bytes));
    }

    /** Steps over the first boundary and tells how its line ends: gcloud sends bare line feeds throughout. */
    private String firstLineEnd() throws IOException {
        String line = rawLine(body);
        while (!line.stripTrailing().equals(boundary)) {
            if (line.isEmpty()) {
                throw Refusal.invalid("The multipart body has no line '" + boundary + "'");
            }
            line = rawLine(body);
        }
        return line.endsWith("\r\n") ? "\r\n" : "\n";
    }

    static Headers headers(InputStream in) throws IOException {
        Headers headers = new Headers();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.add(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    /** A line without its end; empty at the end of the stream. */
    static String line(InputStream in) throws IOException {
        return rawLine(in).stripTrailing();
    }

    private static String rawLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        for (; b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
            if (line.size() > LONGEST_LINE) {
                throw Refusal.invalid("A header line of a part is longer than " + LONGEST_LINE + " bytes");
            }
        }
        if (b == '\n') {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
