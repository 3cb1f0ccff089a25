package dev.sluice.gcp;

import io.quarkus.logging.LoggingFilter;
import java.util.Arrays;
import java.util.Optional;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Drops Quarkus' warning that the keys of {@link GoogleConfig} are unknown and ignored: it knows keys below {@code quarkus.} from
 * extensions only. Other unknown keys are still told.
 */
@LoggingFilter(name = "google-keys")
public final class GoogleKeysFilter implements Filter {
    private static final String LOGGER = "io.quarkus.config";
    private static final String KEYS = "quarkus.google.cloud.";

    @Override
    public boolean isLoggable(LogRecord line) {
        return !LOGGER.equals(line.getLoggerName()) || !isAboutOurKeys(line);
    }

    private static boolean isAboutOurKeys(LogRecord line) {
        return Optional.ofNullable(line.getParameters()).stream()
                .flatMap(Arrays::stream)
                .anyMatch(parameter -> String.valueOf(parameter).startsWith(KEYS));
    }
}
