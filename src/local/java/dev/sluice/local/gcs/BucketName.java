package dev.sluice.local.gcs;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.util.regex.Pattern;

/**
 * The name of a bucket by Google's rules, which also make it safe as a folder's name.
 */
@Fidelity(
        what = "bucket names by Google's rules on characters, length, addresses and reserved words",
        verified = {Verified.DOCUMENTED},
        by = {"LocalStorageBucketsTest"},
        simplified = "misspellings of google are not refused, and names with dots need no proof of a domain")
record BucketName(String text) {
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern LEGAL = Pattern.compile(
            "(?=.{3,222}$)[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?)*");

    BucketName {
        if (text.startsWith("goog") || text.contains("google")) {
            throw Refusal.invalid("Invalid bucket name: '" + text
                    + "'; it cannot begin with 'goog' or contain 'google', which are reserved");
        }
        if (ADDRESS.matcher(text).matches()) {
            throw Refusal.invalid("Invalid bucket name: '" + text + "'; it cannot be an IP address");
        }
        if (!LEGAL.matcher(text).matches()) {
            throw Refusal.invalid(
                    "Invalid bucket name: '" + text
                            + "'; it must have 3 to 63 characters of a-z, 0-9, '-', '_' and '.' and begin and end with a letter or digit");
        }
    }
}
