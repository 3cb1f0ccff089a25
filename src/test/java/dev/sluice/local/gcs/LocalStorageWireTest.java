package dev.sluice.local.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.cloud.storage.BlobInfo;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Google's Java client does not send or show, as gcloud and Python do. */
class LocalStorageWireTest {
    private static final String UPLOAD = "/upload/storage/v1/b/demo-batch/o";

    @TempDir
    Path data;

    private Served served;

    @BeforeEach
    void start() throws Exception {
        served = Served.on(data);
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    @Test
    void errors_have_googles_shape_also_where_nothing_is() throws Exception {
        HttpResponse<String> missing = served.send("GET", "/storage/v1/b/demo-batch/o/a%2Fb", "");

        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body())
                .isEqualTo(
                        "{\"error\":{\"code\":404,\"message\":\"No such object: demo-batch/a/b\",\"errors\":"
                                + "[{\"message\":\"No such object: demo-batch/a/b\",\"domain\":\"global\",\"reason\":\"notFound\"}]}}");
        HttpResponse<String> nowhere = served.send("GET", "/nowhere", "");
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(nowhere.body()).contains("\"reason\":\"notFound\"");
    }

    @Test
    void a_multipart_upload_is_read_with_either_line_end_and_a_quoted_boundary() throws Exception {
        String lines =
                "--==x\nContent-Type: application/json\n\n{\"name\": \"lf\"}\n--==x\nContent-Type: text/plain\n\n"
                        + "one\r\n--==\n--==x--\n";
        String type = "multipart/related; boundary='==x'";

        assertThat(served.send("POST", UPLOAD + "?uploadType=multipart", lines, "Content-Type", type)
                        .statusCode())
                .isEqualTo(200);
        String crlf = lines.replace("\r", "").replace("\n", "\r\n").replace("\"lf\"", "\"crlf\"");
        assertThat(served.send("POST", UPLOAD + "?uploadType=multipart", crlf, "Content-Type", type)
                        .statusCode())
                .isEqualTo(200);
        assertThat(served.text("lf")).isEqualTo("one\r\n--==");
        assertThat(served.text("crlf")).isEqualTo("one\r\n--==");
    }

    @Test
    void a_multipart_upload_without_its_end_is_no_object() throws Exception {
        String cut = "--x\r\nContent-Type: application/json\r\n\r\n{\"name\": \"cut\"}\r\n--x\r\n\r\nhalf of it";

        assertThat(served.send(
                                "POST",
                                UPLOAD + "?uploadType=multipart",
                                cut,
                                "Content-Type",
                                "multipart/related; boundary=x")
                        .statusCode())
                .isEqualTo(400);
        assertThat(served.list()).isEmpty();
        assertNothingUnfinished();
    }

    @Test
    void an_upload_whose_connection_ends_early_is_no_object() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", served.local.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + UPLOAD + "?name=half HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await().until(() -> unfinished() == 1);
        }

        await().until(() -> unfinished() == 0);
        assertThat(served.list()).isEmpty();
    }

    @Test
    void a_resumable_upload_goes_on_where_it_was() throws Exception {
        String location = served.send("POST", "/resumable" + UPLOAD + "?uploadType=resumable", "{\"name\": \"r\"}")
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replace(served.local.endpoint().toString(), "");
        assertThat(location).startsWith("/resumable/upload/storage/v1/");

        HttpResponse<String> none = served.send("PUT", location, "", "Content-Range", "bytes */*");
        assertThat(none.statusCode()).isEqualTo(308);
        assertThat(none.headers().firstValue("Range")).isEmpty();
        HttpResponse<String> small = served.send("PUT", location, "01234", "Content-Range", "bytes 0-4/*");
        assertThat(small.statusCode()).isEqualTo(400);
        assertThat(small.body()).contains("required to be equal or greater than 262144, except for the final request");
        String piece = "0123456789abcdef".repeat(16 * 1024);
        HttpResponse<String> some = served.send("PUT", location, piece, "Content-Range", "bytes 0-262143/*");
        assertThat(some.statusCode()).isEqualTo(308);
        assertThat(some.headers().firstValue("Range")).hasValue("bytes=0-262143");
        HttpResponse<String> overlap = served.send(
                "PUT", location, piece.substring(262_140) + piece, "Content-Range", "bytes 262140-524287/524290");
        assertThat(overlap.headers().firstValue("Range")).hasValue("bytes=0-524287");
        HttpResponse<String> gap = served.send("PUT", location, "x", "Content-Range", "bytes 524289-524289/524290");
        assertThat(gap.statusCode()).isEqualTo(503);
        assertThat(gap.body())
                .contains(
                        "the upload offset is 524289 byte(s), which exceeds already uploaded size of 524288 byte(s).");
        assertThat(served.send("PUT", location, "", "Content-Range", "bytes */524290")
                        .statusCode())
                .isEqualTo(308);
        HttpResponse<String> by200 =
                served.send("PUT", location, "", "Content-Range", "bytes */524290", "X-GUploader-No-308", "yes");
        assertThat(by200.statusCode()).isEqualTo(200);
        assertThat(by200.headers().firstValue("X-HTTP-Status-Code-Override")).hasValue("308");
        HttpResponse<String> done = served.send("PUT", location, "zz", "Content-Range", "bytes 524288-524289/524290");
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(served.text("r")).isEqualTo(piece + piece + "zz");
        HttpResponse<String> again = served.send("PUT", location, "", "Content-Range", "bytes */524290");
        assertThat(again.body()).isEqualTo(done.body());
    }

    @Test
    void a_piece_with_other_than_the_announced_bytes_ends_the_upload() throws Exception {
        String location = served.send("POST", UPLOAD + "?uploadType=resumable&name=r", "")
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replace(served.local.endpoint().toString(), "");

        assertThat(served.send("PUT", location, "abc", "Content-Range", "bytes 0-9/10")
                        .body())
                .contains("There were 3 byte(s) in the request body.  There should have been 10 byte(s)");
        assertThat(served.list()).isEmpty();
    }

    @Test
    void objects_are_read_written_and_deleted_by_the_addresses_of_the_xml_api() throws Exception {
        assertThat(served.send("PUT", "/demo-batch/a/b%20c", "xml", "Content-Type", "text/plain", "x-goog-meta-k", "v")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> read = served.send("GET", "/demo-batch/a/b%20c?X-Goog-Signature=any", "");
        assertThat(read.body()).isEqualTo("xml");
        assertThat(read.headers().firstValue("Content-Type")).hasValue("text/plain");
        assertThat(served.storage.get(Served.BUCKET, "a/b c").getMetadata()).containsEntry("k", "v");
        assertThat(served.send("GET", "/demo-batch/a/b%20c", "", "Range", "bytes=1-")
                        .body())
                .isEqualTo("ml");
        assertThat(served.send("PUT", "/demo-batch/a/b%20c", "no", "x-goog-if-generation-match", "0")
                        .body())
                .contains("<Code>PreconditionFailed</Code>");
        assertThat(served.send("DELETE", "/demo-batch/a/b%20c", "").statusCode())
                .isEqualTo(204);
        HttpResponse<String> gone = served.send("GET", "/demo-batch/a/b%20c", "");
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(gone.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/xml");
        assertThat(gone.body()).contains("<Error><Code>NoSuchKey</Code>");
    }

    @Test
    void a_cancelled_upload_answers_499_and_leaves_nothing() throws Exception {
        String location = served.send("POST", UPLOAD + "?uploadType=resumable&name=r", "")
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replace(served.local.endpoint().toString(), "");

        assertThat(served.send("DELETE", location, "").statusCode()).isEqualTo(499);
        assertThat(served.send("PUT", location, "x").statusCode()).isEqualTo(499);
        assertNothingUnfinished();
    }

    @Test
    void ranges_are_answered_as_http_says() throws Exception {
        served.put("x", "0123456789");
        String media = "/download/storage/v1/b/demo-batch/o/x?alt=media";

        assertRange(media, "bytes=2-4", 206, "234", "bytes 2-4/10");
        assertRange(media, "bytes=8-", 206, "89", "bytes 8-9/10");
        assertRange(media, "bytes=8-100", 206, "89", "bytes 8-9/10");
        assertRange(media, "bytes=-3", 206, "789", "bytes 7-9/10");
        assertRange(media, "bytes=4-2", 200, "0123456789", "");
        assertRange(media, "lines=1-2", 200, "0123456789", "");
        HttpResponse<String> behind = served.send("GET", media, "", "Range", "bytes=10-");
        assertThat(behind.statusCode()).isEqualTo(416);
        HttpResponse<String> whole = served.send("GET", media, "");
        assertThat(whole.headers().firstValue("x-goog-hash").orElseThrow()).startsWith("crc32c=");
        assertThat(whole.headers().firstValue("x-goog-generation")).isPresent();
        assertThat(whole.headers().firstValue("x-goog-stored-content-length")).hasValue("10");
    }

    @Test
    void a_plus_is_a_plus_in_a_path_and_a_blank_in_a_query() throws Exception {
        served.send("POST", UPLOAD + "?name=a+b%2Bc", "1");

        assertThat(served.list()).containsExactly("a b+c");
        assertThat(served.send("GET", "/storage/v1/b/demo-batch/o/a%20b+c", "").statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_delete_answers_204_without_a_body() throws Exception {
        served.put("x", "1");
        HttpResponse<String> deleted = served.send("DELETE", "/storage/v1/b/demo-batch/o/x", "");

        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
    }

    @Test
    void nonsense_is_a_400_that_says_what_is_wrong() throws Exception {
        assertThat(served.send("GET", "/storage/v1/b/demo-batch/o/x?ifGenerationMatch=y", "")
                        .body())
                .contains("Invalid value for ifGenerationMatch: 'y' is no whole number");
        assertThat(served.send("GET", "/storage/v1/b/demo-batch/o/%ff", "").statusCode())
                .isEqualTo(400);
        assertThat(served.send("GET", "/storage/v1/b/demo-batch/o?pageToken=!", "")
                        .statusCode())
                .isEqualTo(400);
        assertThat(served.send("POST", UPLOAD, "1").body()).contains("Required parameter: name");
        assertThat(served.send("POST", UPLOAD + "?name=%F0%9F%98%80&uploadType=x", "1")
                        .statusCode())
                .isEqualTo(400);
        assertThat(served.send("PATCH", "/storage/v1/b/demo-batch", "{").statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_stored_type_cannot_write_headers_of_its_own() throws Exception {
        served.send(
                "POST",
                UPLOAD + "?uploadType=multipart",
                "--x\r\n\r\n{\"name\": \"x\", \"contentType\": \"a/b\\u010aEvil: 1\\r\\nEvil: 2\"}\r\n--x\r\n\r\n1\r\n--x--",
                "Content-Type",
                "multipart/related; boundary=x");
        HttpResponse<String> media = served.send("GET", "/storage/v1/b/demo-batch/o/x?alt=media", "");

        assertThat(media.body()).isEqualTo("1");
        assertThat(media.headers().firstValue("Evil")).isEmpty();
    }

    @Test
    void what_is_stored_zipped_is_unzipped_for_who_does_not_accept_that() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write("plain".getBytes(StandardCharsets.UTF_8));
        }
        served.storage.create(
                BlobInfo.newBuilder(Served.BUCKET, "x")
                        .setContentEncoding("gzip")
                        .build(),
                zipped.toByteArray());
        String media = "/storage/v1/b/demo-batch/o/x?alt=media";

        assertThat(served.send("GET", media, "").body()).isEqualTo("plain");
        assertThat(served.send("GET", media, "", "Accept-Encoding", "gzip")
                        .headers()
                        .firstValue("Content-Encoding"))
                .hasValue("gzip");
    }

    private void assertRange(String target, String range, int status, String body, String contentRange)
            throws Exception {
        HttpResponse<String> response = served.send("GET", target, "", "Range", range);
        assertThat(response.statusCode()).as(range).isEqualTo(status);
        assertThat(response.body()).as(range).isEqualTo(body);
        assertThat(response.headers().firstValue("Content-Range").orElse("")).isEqualTo(contentRange);
    }

    private void assertNothingUnfinished() throws Exception {
        assertThat(unfinished()).isZero();
    }

    private long unfinished() throws Exception {
        try (var files = Files.list(data.resolve(".sluice/gcs/demo-batch/unfinished"))) {
            return files.count();
        }
    }
}
