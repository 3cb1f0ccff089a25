package dev.sluice.local.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.Identity;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageRoles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buckets as a whole: their names, configuration and policies, and what a person does to all of them. */
class LocalStorageBucketsTest {
    @TempDir
    Path root;

    private Path data;
    private Served served;

    @BeforeEach
    void start() throws Exception {
        data = root.resolve("data");
        served = Served.on(data);
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    @Test
    void namesThatGoogleForbidsAreRefusedWithWhatIsWrong() {
        Map.of(
                        "ab",
                        "3 to 63 characters",
                        "Upper",
                        "3 to 63 characters",
                        "-dash",
                        "begin and end with a letter or digit",
                        "goog-x",
                        "reserved",
                        "my-google",
                        "reserved",
                        "192.168.5.4",
                        "IP address",
                        "x".repeat(64),
                        "3 to 63 characters")
                .forEach((name, words) -> assertThatThrownBy(() -> served.storage.create(BucketInfo.of(name)))
                        .as(name)
                        .hasMessageContaining(words)
                        .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.getCode())
                                .isEqualTo(400)));
    }

    @Test
    void aConfigurationIsKeptAndShownAlsoAfterARestart() throws Exception {
        served.storage.update(BucketInfo.newBuilder(Served.BUCKET)
                .setVersioningEnabled(true)
                .setLabels(Map.of("team", "blue"))
                .setLifecycleRules(List.of(new BucketInfo.LifecycleRule(
                        BucketInfo.LifecycleRule.LifecycleAction.newDeleteAction(),
                        BucketInfo.LifecycleRule.LifecycleCondition.newBuilder()
                                .setAge(30)
                                .build())))
                .build());
        served.close();
        served = Served.on(data);

        var bucket = served.storage.get(Served.BUCKET);
        assertThat(bucket.versioningEnabled()).isTrue();
        assertThat(bucket.getLabels()).containsEntry("team", "blue");
        assertThat(bucket.getLifecycleRules()).hasSize(1);
        assertThat(bucket.getIamConfiguration().isUniformBucketLevelAccessEnabled())
                .isTrue();
    }

    @Test
    void anUpdateByPutForgetsWhatItLeavesOut() throws Exception {
        served.send("PATCH", "/storage/v1/b/demo-batch", "{\"labels\": {\"a\": \"1\"}, \"location\": \"EU\"}");
        String put = served.send("PUT", "/storage/v1/b/demo-batch", "{\"versioning\": {\"enabled\": true}}")
                .body();

        assertThat(put).contains("\"versioning\":{\"enabled\":true}").doesNotContain("labels");
    }

    @Test
    void aPolicyIsKeptAndAStaleOneRefused() throws Exception {
        var policy = served.storage.getIamPolicy(Served.BUCKET);
        assertThat(policy.getBindings().keySet())
                .anyMatch(role -> role.getValue().endsWith("legacyBucketOwner"));

        served.storage.setIamPolicy(
                Served.BUCKET,
                policy.toBuilder()
                        .addIdentity(StorageRoles.objectViewer(), Identity.user("x@example.com"))
                        .build());
        served.close();
        served = Served.on(data);

        assertThat(served.storage.getIamPolicy(Served.BUCKET).getBindings()).containsKey(StorageRoles.objectViewer());
        assertThatThrownBy(() -> served.storage.setIamPolicy(Served.BUCKET, policy))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.getCode()).isEqualTo(412));
        assertThat(served.storage.testIamPermissions(Served.BUCKET, List.of("storage.objects.get")))
                .containsExactly(true);
    }

    @Test
    void accessControlListsAndWhatIsNotThereAreRefusedInWords() throws Exception {
        assertThat(served.send("GET", "/storage/v1/b/demo-batch/acl", "").body())
                .contains("Cannot use ACL API", "uniform bucket-level access");
        assertThat(served.send("POST", "/storage/v1/b/demo-batch/notificationConfigs", "{}")
                        .statusCode())
                .isEqualTo(501);
        assertThat(served.send("POST", "/storage/v1/b/demo-batch/managedFolders", "{}")
                        .statusCode())
                .isEqualTo(501);
        assertThat(served.send("GET", "/storage/v1/b/demo-batch/notificationConfigs", "")
                        .statusCode())
                .isEqualTo(200);
        served.put("x", "1");
        assertThat(served.send("GET", "/storage/v1/b/demo-batch/o?softDeleted=true", "")
                        .body())
                .doesNotContain("items");
    }

    @Test
    void aSeedBecomesBucketsAndObjectsAndTouchesNothingThatIsThere() throws Exception {
        served.put("a/one.txt", "mine");
        write("seed/demo-batch/a/one.txt", "seeded");
        write("seed/demo-batch/a/two.json", "{}");
        write("seed/other-bucket/x.csv", "1,2");
        Files.createSymbolicLink(root.resolve("seed/other-bucket/link"), root.resolve("seed/demo-batch/a/one.txt"));

        served.local.seed(root.resolve("seed"));
        long generation = served.storage.get("other-bucket", "x.csv").getGeneration();
        served.local.seed(root.resolve("seed"));

        assertThat(served.text("a/one.txt")).isEqualTo("mine");
        assertThat(served.text("a/two.json")).isEqualTo("{}");
        assertThat(served.storage.get(Served.BUCKET, "a/two.json").getContentType())
                .isEqualTo("application/json");
        assertThat(served.storage.list("other-bucket").streamAll().map(blob -> blob.getName()))
                .containsExactly("x.csv");
        assertThat(served.storage.get("other-bucket", "x.csv").getGeneration()).isEqualTo(generation);
    }

    @Test
    void aSeedThatCannotBecomeBucketsIsRefusedBeforeAnythingIsCopied() throws Exception {
        write("stray/good-bucket/x", "1");
        write("stray/README.md", "1");
        write("named/good-bucket/x", "1");
        write("named/Bad_Bucket-/x", "1");

        assertThatThrownBy(() -> served.local.seed(root.resolve("stray")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("README.md, which is no folder: its first level are buckets");
        assertThatThrownBy(() -> served.local.seed(root.resolve("named")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Bad_Bucket- cannot be a bucket: Invalid bucket name");
        assertThatThrownBy(() -> served.local.seed(root.resolve("nowhere"))).hasMessageContaining("is no folder");
        assertThat(served.storage.get("good-bucket")).isNull();
    }

    @Test
    void theStateTellsBucketsObjectsBytesAndOpenUploads() throws Exception {
        served.put("x", "12345");
        served.put("y", "678");
        served.begin("z");

        assertThat(served.local.state())
                .isEqualTo(Map.of(
                        "buckets",
                        List.of(Map.of("name", Served.BUCKET, "objects", 2, "bytes", 8L, "uploads", 1L)),
                        "eventsWaiting",
                        0L));
    }

    @Test
    void aResetForgetsAllAndServesOn() throws Exception {
        String upload = served.begin("z");
        served.put("x", "1");
        served.put("//side", "1");
        try (EventSink sink = new EventSink()) {
            served.local.notify(Served.BUCKET, sink.address());
            served.local.reset();

            assertThat(served.local.state()).isEqualTo(Map.of("buckets", List.of(), "eventsWaiting", 0L));
            assertThat(data.resolve(Served.BUCKET)).doesNotExist();
            served.storage.create(BucketInfo.of(Served.BUCKET));
            assertThat(served.list()).isEmpty();
            assertThat(served.send("PUT", upload, "", "Content-Range", "bytes */*")
                            .statusCode())
                    .isEqualTo(404);
            served.put("x", "2");
            assertThat(served.text("x")).isEqualTo("2");
            assertThat(sink.received()).isZero();
        }
    }

    private void write(String path, String text) throws Exception {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
