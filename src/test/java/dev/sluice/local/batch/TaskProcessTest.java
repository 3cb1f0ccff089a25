package dev.sluice.local.batch;

import static dev.sluice.local.batch.BatchAtWork.container;
import static dev.sluice.local.batch.BatchAtWork.script;
import static dev.sluice.local.batch.BatchAtWork.sentences;
import static dev.sluice.local.batch.BatchAtWork.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.batch.v1.Environment;
import com.google.cloud.batch.v1.GCS;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobStatus.State;
import com.google.cloud.batch.v1.LogsPolicy;
import com.google.cloud.batch.v1.Runnable;
import com.google.cloud.batch.v1.Volume;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskProcessTest {
    private static final String PIECES = "a Z0-_.=,:;/\\'\"`$(){}[]<>|&*?~#!%^\t\n\r@+äß€日本\u0301\uD83D\uDE00";

    @TempDir
    Path folder;

    private BatchAtWork work;
    private Path image;

    @BeforeEach
    void start() throws Exception {
        work = BatchAtWork.on(folder);
        image = work.images.resolve("job");
        Files.writeString(
                image.resolve("say.py"),
                """
                import json, os, sys
                out = os.environ["OUT"]
                with open(out, "wb") as f:
                    f.write(b"\\0".join(os.fsencode(a) for a in sys.argv[1:]))
                """);
    }

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void aContainersArgumentsArriveByteForByte() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<String> hostile = new ArrayList<>(List.of("", " ", "--help", "$(touch x)", "a'b", "gs://b/mnt/disks/x y"));
        int[] pieces = PIECES.codePoints().toArray();
        for (int i = 0; i < 200; i++) {
            StringBuilder argument = new StringBuilder();
            for (int j = random.nextInt(30); j >= 0; j--) {
                argument.appendCodePoint(pieces[random.nextInt(pieces.length)]);
            }
            hostile.add(argument.toString());
        }
        Path out = folder.resolve("arguments");
        List<String> commands = new ArrayList<>(List.of("say.py"));
        commands.addAll(hostile);
        Job.Builder job = container("python", commands);
        spec(job).setEnvironment(Environment.newBuilder().putVariables("OUT", out.toString()));

        assertThat(work.run("hostile", job).getStatus().getState()).isEqualTo(State.SUCCEEDED);

        assertThat(Files.readAllBytes(out)).isEqualTo(String.join("\0", hostile).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void withoutAnEntrypointTheFoldersDockerfileSaysWhatRuns() throws Exception {
        Files.writeString(
                image.resolve("Dockerfile"),
                """
                FROM python:3
                ENTRYPOINT ["sh", "-c", "echo first"]
                # the last one counts
                ENTRYPOINT ["echo", \\
                    "entry"]
                CMD ["usual"]
                """);
        assertThat(work.log(work.run("usual", container("", List.of())))).contains("\nentry usual\n");
        assertThat(work.log(work.run("given", container("", List.of("other", "two")))))
                .contains("\nentry other two\n");
        assertThat(work.log(work.run("own", container("printf", List.of("x%sx\\n", "y")))))
                .contains("\nxyx\n");
    }

    @Test
    void anImageNobodyMappedFailsItsTaskAndSaysWhatToSet() {
        Job ended = work.run(
                "unknown",
                BatchAtWork.job(Runnable.newBuilder()
                        .setContainer(Runnable.Container.newBuilder().setImageUri("registry:5000/who@sha256:00"))));
        assertThat(ended.getStatus().getState()).isEqualTo(State.FAILED);
        assertThat(work.log(ended)).contains("registry:5000/who -> the folder where its entrypoint and commands run");
        assertThat(sentences(ended).get(2)).contains("no folder stands for the container image registry:5000/who");
    }

    @Test
    void aProgramThatIsNotThereEndsLikeInAShell() {
        Job ended = work.run("no-program", container("no-such-program", List.of()));
        assertThat(ended.getStatus().getStatusEvents(2).getTaskExecution().getExitCode())
                .isEqualTo(127);
        assertThat(work.log(ended)).contains("program no-such-program is not on this machine");
    }

    @Test
    void volumesAreFoldersInArgumentsVariablesScriptsAndTheLogsPath() throws Exception {
        Files.createDirectories(work.bucket.resolve("b/p/inputs"));
        Files.writeString(work.bucket.resolve("b/p/inputs/in.txt"), "hello\n");
        Job.Builder job = BatchAtWork.job(
                Runnable.newBuilder()
                        .setContainer(Runnable.Container.newBuilder()
                                .setImageUri("europe-docker.pkg.dev/demo/docker/job")
                                .setEntrypoint("/bin/sh")
                                .addCommands("-c")
                                .addCommands("cat /mnt/disks/client/inputs/in.txt > \"$OUT\"")),
                Runnable.newBuilder()
                        .setScript(
                                Runnable.Script.newBuilder()
                                        .setText(
                                                "#!/usr/bin/env python3\nopen('/mnt/disks/client/second.txt', 'w').write('2')\n")));
        spec(job)
                .addVolumes(Volume.newBuilder()
                        .setGcs(GCS.newBuilder().setRemotePath("b/p/"))
                        .setMountPath("/mnt/disks/client"))
                .setEnvironment(Environment.newBuilder().putVariables("OUT", "/mnt/disks/client/out.txt"));
        job.setLogsPolicy(LogsPolicy.newBuilder()
                .setDestination(LogsPolicy.Destination.PATH)
                .setLogsPath("/mnt/disks/client/logs/"));

        Job ended = work.run("mounted", job);

        assertThat(ended.getStatus().getState()).as(work.log(ended)).isEqualTo(State.SUCCEEDED);
        assertThat(work.bucket.resolve("b/p/out.txt")).hasContent("hello\n");
        assertThat(work.bucket.resolve("b/p/second.txt")).hasContent("2");
        assertThat(work.bucket.resolve("b/p/logs/task-0.log")).content().contains("attempt 0 of task 0");
        assertThat(work.changed).containsExactly("b/p/");
    }

    @Test
    void aTasksEnvironmentIsItsOwn() {
        Job ended = work.run("clean", script("env | sort"));
        assertThat(work.log(ended)
                        .lines()
                        .filter(line -> line.matches("[A-Z_]+=.*"))
                        .map(line -> line.replaceFirst("=.*", "")))
                .containsOnly(
                        "BATCH_HOSTS_FILE",
                        "BATCH_JOB_ID",
                        "BATCH_JOB_UID",
                        "BATCH_TASK_COUNT",
                        "BATCH_TASK_INDEX",
                        "BATCH_TASK_RETRY_ATTEMPT",
                        "HOME",
                        "LANG",
                        "LC_ALL",
                        "PATH",
                        "PWD",
                        "TMPDIR");
        assertThat(work.log(ended)).contains("BATCH_JOB_ID=clean\n", "BATCH_JOB_UID=" + ended.getUid() + "\n");
    }

    @Test
    void aSecretIsAFileAndAMissingOneSaysWhichToMake() throws Exception {
        Job.Builder job = script("echo \"got $KEY\"");
        spec(job)
                .setEnvironment(
                        Environment.newBuilder().putSecretVariables("KEY", "projects/demo/secrets/api-key/versions/3"));
        Job missing = work.run("missing", job);
        assertThat(missing.getStatus().getState()).isEqualTo(State.FAILED);
        Path file = work.data.toAbsolutePath().resolve(".sluice/secrets/api-key");
        assertThat(work.log(missing)).contains("put its value into the file " + file);

        Files.createDirectories(file.getParent());
        Files.writeString(file, "s3cret\n");
        assertThat(work.log(work.run("there", job))).contains("\ngot s3cret\n");
    }

    @Test
    void runnablesFollowEachOtherByTheirFlags() {
        Job ended = work.run(
                "flags",
                BatchAtWork.job(
                        step("echo server; exec sleep 4242").setBackground(true),
                        step("echo one; exit 7").setIgnoreExitStatus(true),
                        step("echo two; exit 5"),
                        step("echo three"),
                        step("echo four; exit 6").setAlwaysRun(true)));
        assertThat(work.log(ended)).contains("server", "one", "two", "four").doesNotContain("three");
        assertThat(ended.getStatus().getStatusEvents(2).getTaskExecution().getExitCode())
                .isEqualTo(5);
        assertThat(ProcessTable.withEnvironment(Set.of("BATCH_JOB_UID=" + ended.getUid())))
                .isEmpty();
        assertThat(work.data.resolve(".sluice/batch/work").resolve(ended.getUid()))
                .doesNotExist();
    }

    private static Runnable.Builder step(String text) {
        return Runnable.newBuilder().setScript(Runnable.Script.newBuilder().setText(text));
    }
}
