package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "**/*.txt, a.txt, true",
        "**/*.txt, a/b/c.txt, true",
        "**/*.txt, a.txt/b, false",
        "**/*.txt, .txt, true",
        "**/*.txt, a.TXT, false",
        "*.txt, a/b.txt, false",
        "a/**, a/b/c, true",
        "a/**, a, false",
        "a/**/z, a/z, true",
        "a/**/z, a/b/c/z, true",
        "a/**/z, a/bz, false",
        "**/b/**/z, b/z, true",
        "**/b/**/z, ab/z, false",
        "**, a//b, true",
        "**/x, /x, true",
        "**/x, a//x, true",
        "?.csv, 1.csv, true",
        "?.csv, 12.csv, false",
        "?.csv, /.csv, false",
        "a.c, abc, false",
        "(a+)$, (a+)$, true",
    })
    void matchesWholeNames(String pattern, String name, boolean matches) {
        assertThat(Glob.parse(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void aNameIsTextWhateverItHolds() {
        assertThat(Glob.parse("*.txt").matches("a\nb\r.txt")).isTrue();
        assertThat(Glob.parse("?.txt").matches("\uD83D\uDE00.txt")).isTrue();
        assertThat(Glob.parse("**/*").matches("../..")).isTrue();
        assertThat(Glob.parse("*").matches("\\Q[x]{1}")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a**", "**a", "***", "[ab]", "{a,b}", "a\\*"})
    void whatHasNoMeaningIsRefused(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> Glob.parse(pattern));
    }

    @Test
    void agreesWithARegularExpression() {
        Random random = Seed.random();
        String[] pieces = {"*", "?", "**/", "a", "b", "/", "."};
        for (int round = 0; round < 5_000; round++) {
            StringBuilder pattern = new StringBuilder("a");
            StringBuilder regex = new StringBuilder("a");
            for (int i = random.nextInt(6); i > 0; i--) {
                String piece = pieces[random.nextInt(pieces.length)];
                boolean segmentStart = pattern.charAt(pattern.length() - 1) == '/';
                if (piece.equals("**/") && !segmentStart
                        || piece.equals("*") && pattern.toString().endsWith("*")) {
                    continue;
                }
                pattern.append(piece);
                regex.append(
                        switch (piece) {
                            case "*" -> "[^/]*";
                            case "?" -> "[^/]";
                            case "**/" -> "(?:.*/)?";
                            default -> Pattern.quote(piece);
                        });
            }
            String name = "a"
                    + random.ints(random.nextInt(6), 0, 4)
                            .collect(StringBuilder::new, (s, i) -> s.append("ab/.".charAt(i)), StringBuilder::append);
            assertThat(Glob.parse(pattern.toString()).matches(name))
                    .as("%s on %s", pattern, name)
                    .isEqualTo(Pattern.compile(regex.toString(), Pattern.DOTALL)
                            .matcher(name)
                            .matches());
        }
    }

    @Test
    void aHostileNameCostsNoMoreThanItsLength() {
        Glob glob = Glob.parse("**/*a*a*a*a*a*a*a*a*/**/*a*a*a*a*a*b");
        Assertions.assertTimeout(Duration.ofSeconds(2), () -> assertThat(glob.matches("a/".repeat(512)))
                .isFalse());
        Assertions.assertTimeout(Duration.ofSeconds(2), () -> assertThat(glob.matches("a".repeat(1024)))
                .isFalse());
    }
}
