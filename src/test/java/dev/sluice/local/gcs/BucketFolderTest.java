package dev.sluice.local.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketFolderTest {
    private static final int ROUNDS = 15_000;

    @TempDir
    Path temp;

    @Test
    void removing_emptied_folders_never_removes_a_file_that_took_their_place() throws Exception {
        BucketFolder folder =
                new BucketFolder(Files.createDirectory(temp.toRealPath().resolve("bucket")));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> lost = new ArrayList<>();
            for (String name : List.of("a", "a/b", "a/c", "a/d")) {
                lost.add(threads.submit(() -> lost(folder, name)));
            }
            for (Future<Integer> each : lost) {
                assertThat(each.get()).isZero();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Places a file and removes it again, many times; how often it was gone before. Nobody else removes a file of that name. */
    private int lost(BucketFolder folder, String name) throws IOException {
        int lost = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path temporary = Files.createTempFile(temp, "t", "");
            if (folder.place(temporary, name)) {
                lost += stays(folder, name) ? 0 : 1;
                folder.remove(name);
            } else {
                Files.delete(temporary);
            }
        }
        return lost;
    }

    /** Looks for long enough that a removal which began before the file was placed comes to its end. */
    private static boolean stays(BucketFolder folder, String name) throws IOException {
        for (int look = 0; look < 20; look++) {
            if (folder.look(name).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
