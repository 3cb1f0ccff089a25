package dev.sluice.local.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.util.HashMap;
import java.util.Map;

/** The checksums an uploader announced, in the resource or in {@code X-Goog-Hash}. */
@Fidelity(
        what = "checksums announced by the client (md5Hash, crc32c, X-Goog-Hash) are verified; a wrong one is 400",
        verified = {Verified.CLIENT, Verified.DOCUMENTED},
        by = {"StorageConformanceTest", "LocalStorageResumeTest"})
record Expected(Map<String, String> hashes) {
    private static final String MD5 = "md5";
    private static final String CRC32C = "crc32c";

    Expected {
        hashes = Map.copyOf(hashes);
    }

    static Expected of(JsonNode resource, Request request) {
        Map<String, String> hashes = new HashMap<>();
        Json.text(resource, "md5Hash").ifPresent(hash -> hashes.put(MD5, hash));
        Json.text(resource, "crc32c").ifPresent(hash -> hashes.put(CRC32C, hash));
        return new Expected(hashes).and(request);
    }

    /** A resumable upload may announce them with its last chunk only. */
    Expected and(Request request) {
        Map<String, String> all = new HashMap<>(hashes);
        for (String line : request.headers("X-Goog-Hash")) {
            for (String hash : line.split(",")) {
                int equals = hash.indexOf('=');
                if (equals > 0) {
                    all.put(
                            hash.substring(0, equals).strip().toLowerCase(),
                            hash.substring(equals + 1).strip());
                }
            }
        }
        return new Expected(all);
    }

    /** @throws Refusal 400 when one differs */
    void check(Content content) {
        Checksums actual = content.checksums();
        check("MD5 hash", hashes.get(MD5), actual.md5());
        check("CRC32C", hashes.get(CRC32C), actual.crc32c());
    }

    private static void check(String what, String announced, String calculated) {
        if (announced != null && !announced.equals(calculated)) {
            throw Refusal.invalid("Provided " + what + " \"" + announced + "\" doesn't match calculated " + what + " \""
                    + calculated + "\".");
        }
    }
}
