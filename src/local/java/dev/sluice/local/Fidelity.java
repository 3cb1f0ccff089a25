package dev.sluice.local;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what of a Google service is here, how that was verified, and what is simplified. The tables of {@code docs/local-cloud.md} are made
 * of these, and a test fails when one names a proof that does not exist.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(Fidelity.All.class)
public @interface Fidelity {
    /** What a client can count on, in a few words. */
    String what();

    Verified[] verified();

    /** The test classes (simple names) and client scripts (file names below {@code src/test/clients}) that show it. */
    String[] by();

    /** What is simpler than Google's, or missing; empty for nothing known. */
    String simplified() default "";

    /** Where the knowledge comes from. */
    enum Verified {
        /** An unmodified client of Google's does it, and would complain. */
        CLIENT("client"),
        /** Google's documents or API definitions say so. */
        DOCUMENTED("documented"),
        /** Google's own emulator behaves the same under the same tests. */
        EMULATOR("Google's emulator"),
        /** Others have met and reported it. */
        REPORTED("reported"),
        /** No source: it is what we think is sensible. */
        OURS("our choice");

        private final String word;

        Verified(String word) {
            this.word = word;
        }

        /** As the tables say it. */
        public String word() {
            return word;
        }
    }

    /** Several marks at one place. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @interface All {
        Fidelity[] value();
    }
}
