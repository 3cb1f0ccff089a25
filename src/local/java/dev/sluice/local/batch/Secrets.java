package dev.sluice.local.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Secret Manager's secrets as files by their names; the project and the version of a secret are not looked at. */
record Secrets(Path folder) {
    private static final Pattern NAME = Pattern.compile("projects/[^/]+/secrets/([A-Za-z0-9_-]{1,255})/versions/[^/]+");

    static void check(String field, String resource) {
        Rules.check(
                NAME.matcher(resource).matches(),
                field,
                "The secret \"%s\" is not of the form projects/PROJECT/secrets/NAME/versions/VERSION.",
                resource);
    }

    /** The secret's value, without the line end that an editor leaves; {@link TaskProblem} says which file to make. */
    String read(String resource) {
        Matcher matcher = NAME.matcher(resource);
        if (!matcher.matches()) {
            throw TaskProblem.setting("%s is no secret".formatted(resource));
        }
        Path file = folder.resolve(matcher.group(1));
        try {
            return Files.readString(file).replaceFirst("\\R\\z", "");
        } catch (NoSuchFileException e) {
            throw TaskProblem.setting(
                    "secret %s is not there; put its value into the file %s".formatted(resource, file));
        } catch (IOException e) {
            throw TaskProblem.setting("secret %s cannot be read from %s: %s".formatted(resource, file, e));
        }
    }
}
