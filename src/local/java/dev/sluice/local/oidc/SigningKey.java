package dev.sluice.local.oidc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.lang.JoseException;

/** The RSA key in a file that only its owner may read; made when it is first asked for, since that takes a moment. */
final class SigningKey {
    private static final int BITS = 2048;

    private final Path file;
    private RsaJsonWebKey key;

    SigningKey(Path file) {
        this.file = file;
    }

    /** The same one at each call, and after a restart. */
    synchronized RsaJsonWebKey get() {
        if (key == null) {
            try {
                if (!Files.exists(file)) {
                    keep(make());
                }
                key = new RsaJsonWebKey(org.jose4j.json.JsonUtil.parseJson(Files.readString(file)));
            } catch (IOException e) {
                throw new UncheckedIOException("The key for tokens cannot be kept in " + file, e);
            } catch (JoseException e) {
                throw new IllegalStateException(file + " holds no RSA key; remove it, and a new one is made", e);
            }
        }
        return key;
    }

    private static RsaJsonWebKey make() throws JoseException {
        RsaJsonWebKey made = RsaJwkGenerator.generateJwk(BITS);
        made.setKeyId(made.calculateBase64urlEncodedThumbprint("SHA-1"));
        made.setUse("sig");
        made.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
        return made;
    }

    /** Another process may come first: its key is kept then. */
    private void keep(RsaJsonWebKey made) throws IOException {
        Files.createDirectories(file.getParent());
        Path written = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        Files.createFile(written, onlyOwner());
        try {
            Files.writeString(written, made.toJson(OutputControlLevel.INCLUDE_PRIVATE));
            Files.createLink(file, written);
        } catch (FileAlreadyExistsException e) {
            // as good as ours
        } finally {
            Files.delete(written);
        }
    }

    private static FileAttribute<?>[] onlyOwner() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
