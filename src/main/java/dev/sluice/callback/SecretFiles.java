package dev.sluice.callback;

import dev.sluice.SluiceConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The service's own secrets: a file each in {@code sluice.secrets-dir}, read when it is used, so that a new version counts at once. Cloud
 * Run mounts each secret as a folder of its own; {@code NAME/NAME} therefore counts as {@code NAME}.
 */
@ApplicationScoped
class SecretFiles {
    /** A key cannot be sent because of its file; the message names the key and the setting, never what the file holds. */
    static final class Unusable extends Exception {
        Unusable(String message) {
            super(message);
        }
    }

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    /** What a header can hold without being taken for several. */
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");

    private static final int LARGEST = 8192;

    private final Optional<Path> folder;

    SecretFiles(SluiceConfig config) {
        this.folder = config.secretsDir();
    }

    /** The secret of this name, without the white space around it. */
    Secret read(String name) throws Unusable {
        if (!NAME.matcher(name).matches()) {
            throw new Unusable("the key's name is none of a secret: expected " + NAME);
        }
        Path in = folder.orElseThrow(() ->
                new Unusable("sluice.secrets-dir is not set: expected a folder with the secret in a file " + name));
        Path file = in.resolve(name);
        String content = content(Files.isDirectory(file) ? file.resolve(name) : file, name)
                .strip();
        if (!PRINTABLE.matcher(content).matches()) {
            throw new Unusable("the secret %s in sluice.secrets-dir %s: expected printable ASCII without spaces"
                    .formatted(name, content.isEmpty() ? "is empty" : "holds what no header can"));
        }
        return new Secret(content);
    }

    private static String content(Path file, String name) throws Unusable {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new Unusable(
                        "the secret %s in sluice.secrets-dir is larger than %d bytes".formatted(name, LARGEST));
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new Unusable("there is no secret %1$s: expected its file %1$s in sluice.secrets-dir".formatted(name));
        } catch (IOException e) {
            throw new Unusable("the secret %s in sluice.secrets-dir cannot be read (%s)"
                    .formatted(name, e.getClass().getSimpleName()));
        }
    }
}
