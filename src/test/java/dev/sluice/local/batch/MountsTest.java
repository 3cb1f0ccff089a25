package dev.sluice.local.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.batch.v1.Runnable.Container;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountsTest {
    private final Mounts mounts =
            new Mounts(Map.of("/mnt/disks/client/", Path.of("/b/p"), "/mnt/disks/client/deep", Path.of("/d")));

    @ParameterizedTest
    @CsvSource({
        "/mnt/disks/client, /b/p",
        "/mnt/disks/client/, /b/p/",
        "/mnt/disks/client/inputs/a.txt, /b/p/inputs/a.txt",
        "/mnt/disks/client/deep/x, /d/x",
        "/mnt/disks/client/deeper/x, /b/p/deeper/x",
        "--out=/mnt/disks/client/x, --out=/b/p/x",
        "if=/mnt/disks/client/x, if=/b/p/x",
    })
    void aValueThatBeginsWithAMountPathGetsTheFolder(String value, String expected) {
        assertThat(mounts.value(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/mnt/disks/client2",
                "/mnt/disks/client2/x",
                "/mnt/disks/clien",
                "x/mnt/disks/client/y",
                "/other/mnt/disks/client/y",
                "gs://bucket/mnt/disks/client/x",
                "gs://bucket/a =/mnt/disks/client/x",
                "inputs/a b=/mnt/disks/client/x",
                "see /mnt/disks/client/x",
                "a,/mnt/disks/client/x",
                "--out=gs://b/mnt/disks/client/x",
                "--out=x=/mnt/disks/client/x",
            })
    void anyOtherValueStaysByteForByte(String value) {
        assertThat(mounts.value(value)).isEqualTo(value);
    }

    @Test
    void whatFollowsTheFirstPathOfAValueIsAFilesNameAndStays() {
        assertThat(mounts.value("/mnt/disks/client/a=/mnt/disks/client/b, /mnt/disks/client/c"))
                .isEqualTo("/b/p/a=/mnt/disks/client/b, /mnt/disks/client/c");
    }

    @Test
    void aProgramsTextGetsTheFolderWhereverAWordBeginsWithAMountPath() {
        assertThat(
                        mounts.text(
                                "cat /mnt/disks/client/a >'/mnt/disks/client/b'; open(\"/mnt/disks/client\") x=/mnt/disks/client:/y"))
                .isEqualTo("cat /b/p/a >'/b/p/b'; open(\"/b/p\") x=/b/p:/y");
        assertThat(mounts.text("cat /mnt/disks/client2/a gs://x/mnt/disks/client/a"))
                .isEqualTo("cat /mnt/disks/client2/a gs://x/mnt/disks/client/a");
    }

    @Test
    void aContainersOwnVolumesReplaceThoseOfItsTask() {
        Mounts inside = mounts.inside(Container.newBuilder()
                .addVolumes("/mnt/disks/client/inputs:/in:ro")
                .addVolumes("/var/lib/driver:/usr/local/driver")
                .build());
        assertThat(inside.value("/in/a")).isEqualTo("/b/p/inputs/a");
        assertThat(inside.value("/mnt/disks/client/a")).isEqualTo("/mnt/disks/client/a");
        assertThat(inside.value("/usr/local/driver/x")).isEqualTo("/usr/local/driver/x");
    }
}
