package dev.sluice.local.batch;

import java.nio.file.Path;

/** Where things of this room lie below the local cloud's folder. */
record Places(Path data) {
    Places {
        data = data.toAbsolutePath().normalize();
    }

    Path jobs() {
        return data.resolve(".sluice/batch/jobs");
    }

    Path operations() {
        return data.resolve(".sluice/batch/operations");
    }

    Path log(String jobUid, int task) {
        return logs().resolve(jobUid).resolve("task-" + task + ".log");
    }

    Path logs() {
        return data.resolve(".sluice/batch/logs");
    }

    Path work(String jobUid) {
        return data.resolve(".sluice/batch/work").resolve(jobUid);
    }

    Path secrets() {
        return data.resolve(".sluice/secrets");
    }
}
