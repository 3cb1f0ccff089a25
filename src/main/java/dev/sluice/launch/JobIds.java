package dev.sluice.launch;

import dev.sluice.run.RunId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Batch job ids as we make them: {@code <template, at most 20>-<run id>-a<attempt>}, at most 63 characters. */
public final class JobIds {
    private static final int LONGEST_TEMPLATE = 20;
    private static final Pattern OURS = Pattern.compile("[a-z][a-z0-9-]{0,19}-(\\d{8}t\\d{6}-[a-z2-7]{20})-a\\d{1,4}");

    private JobIds() {}

    static String of(String template, RunId run, int attempt) {
        String head = template.substring(0, Math.min(LONGEST_TEMPLATE, template.length()));
        return "%s-%s-a%d".formatted(head, run, attempt);
    }

    /** Whether an id could be one of ours, of this deployment or another. */
    public static boolean isOurs(String jobId) {
        Matcher matcher = OURS.matcher(jobId);
        return matcher.matches() && RunId.parse(matcher.group(1)).isPresent();
    }
}
