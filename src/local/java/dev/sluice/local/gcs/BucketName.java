package dev.sluice.local.gcs;

import java.util.regex.Pattern;

/**
 * The name of a bucket by Google's rules on characters and length, which also make it safe as a folder's name. The words
 * Google reserves ({@code goog…}) are not refused.
 */
record BucketName(String text) {
    private static final Pattern LEGAL = Pattern.compile(
            "(?=.{3,222}$)[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?)*");

    BucketName {
        if (!LEGAL.matcher(text).matches()) {
            throw Refusal.invalid(
                    "Invalid bucket name: '" + text
                            + "'; it must have 3 to 63 characters of a-z, 0-9, '-', '_' and '.' and begin and end with a letter or digit");
        }
    }
}
