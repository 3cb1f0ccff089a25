package dev.sluice.local.batch;

import java.util.Map;
import java.util.regex.Pattern;

/** Google Cloud's rules for labels, https://cloud.google.com/batch/docs/organize-resources-using-labels. */
final class LabelRules {
    private static final int MOST = 64;
    private static final String LETTER = "\\p{Ll}\\p{Lo}";
    private static final Pattern KEY = Pattern.compile("[" + LETTER + "][" + LETTER + "\\p{N}_-]{0,62}");
    private static final Pattern VALUE = Pattern.compile("[" + LETTER + "\\p{N}_-]{0,63}");

    private LabelRules() {}

    static void check(String field, Map<String, String> labels) {
        Rules.check(
                labels.size() <= MOST, field, "%d labels are too many: it must be at most %d.", labels.size(), MOST);
        labels.forEach((key, value) -> {
            Rules.check(
                    KEY.matcher(key).matches(),
                    field,
                    "The key \"%s\" must be a lowercase letter and up to 62 lowercase letters, digits, _ or -.",
                    key);
            Rules.check(
                    !key.startsWith("goog-") && !key.startsWith("google-"),
                    field,
                    "The key \"%s\" begins with goog- or google-, which are reserved.",
                    key);
            Rules.check(
                    VALUE.matcher(value).matches(),
                    field,
                    "The value \"%s\" of \"%s\" must be up to 63 lowercase letters, digits, _ or -.",
                    value,
                    key);
        });
    }
}
