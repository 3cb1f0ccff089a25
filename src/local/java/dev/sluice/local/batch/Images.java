package dev.sluice.local.batch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Container images and the folders that stand for them. Neither docker nor podman is ever used. */
record Images(Map<String, Path> folders) {

    /** By the image's full name, or by it without tag and digest; {@link TaskProblem} says what to set. */
    Path folder(String image) {
        Path folder = Stream.of(image, withoutTag(image), withoutTag(image) + ":latest")
                .flatMap(name -> Optional.ofNullable(folders.get(name)).stream())
                .findFirst()
                .orElseThrow(() -> TaskProblem.setting(
                        ("no folder stands for the container image %s: set one in the images of the local Batch,"
                                        + " as %s -> the folder where its entrypoint and commands run")
                                .formatted(image, withoutTag(image))));
        if (!Files.isDirectory(folder)) {
            throw TaskProblem.setting(
                    "%s, which stands for the container image %s, is no folder: make it, or set another"
                            .formatted(folder, image));
        }
        return folder.toAbsolutePath();
    }

    /** The colon of a registry's port comes before the last slash, that of a tag after it. */
    private static String withoutTag(String image) {
        String name = image.replaceFirst("@.*", "");
        int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
        return colon < 0 ? name : name.substring(0, colon);
    }
}
