package dev.sluice.local.gcs;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes buckets and objects of a folder tree. */
@Fidelity(
        what = "a folder tree as seed: first level buckets, below them objects; what is there already stays",
        verified = Verified.OURS,
        by = {"LocalStorageBucketsTest"})
final class Seed {
    private final Buckets buckets;
    private final String project;

    Seed(Buckets buckets, String project) {
        this.buckets = buckets;
        this.project = project;
    }

    void plant(Path tree) throws IOException {
        List<Path> folders = folders(tree);
        for (Path folder : folders) {
            for (Path file : files(folder)) {
                named(folder, file);
            }
        }
        for (Path folder : folders) {
            String bucket = folder.getFileName().toString();
            buckets.createIfMissing(bucket, project);
            for (Path file : files(folder)) {
                plant(buckets.bucket(bucket), named(folder, file), file);
            }
        }
    }

    private static List<Path> folders(Path tree) throws IOException {
        if (!Files.isDirectory(tree)) {
            throw new IllegalArgumentException("the seed " + tree + " is no folder; it should hold a folder a bucket");
        }
        try (Stream<Path> entries = Files.list(tree)) {
            List<Path> all = entries.sorted().toList();
            all.forEach(Seed::check);
            return all;
        }
    }

    private static void check(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException("the seed holds " + folder
                    + ", which is no folder: its first level are buckets, the files below them objects");
        }
        try {
            new BucketName(folder.getFileName().toString());
        } catch (Refusal refusal) {
            throw new IllegalArgumentException(
                    "the seed's folder " + folder + " cannot be a bucket: " + refusal.getMessage());
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }

    private static ObjectName named(Path folder, Path file) {
        String name = Stream.of(folder.relativize(file))
                .flatMap(path -> Stream.iterate(0, i -> i < path.getNameCount(), i -> i + 1)
                        .map(i -> path.getName(i).toString()))
                .collect(Collectors.joining("/"));
        try {
            return ObjectName.asked(name);
        } catch (Refusal refusal) {
            throw new IllegalArgumentException(
                    "the seed's file " + file + " cannot be an object: " + refusal.getMessage());
        }
    }

    private static void plant(Bucket bucket, ObjectName name, Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
                Spool spool = bucket.spool()) {
            if (bucket.has(name)) {
                return;
            }
            spool.append(bytes);
            String type = URLConnection.guessContentTypeFromName(name.text());
            Attributes attributes = Attributes.ofType(type == null ? "application/octet-stream" : type);
            bucket.put(name, spool.finish(0), attributes, Conditions.generationIs(0));
        } catch (Refusal refusal) {
            if (refusal.status() != 412) { // somebody was faster: that object stays
                throw refusal;
            }
        }
    }
}
