package dev.sluice.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretTest {
    private static final String KEY = "k3y/Of+the=import~7.q_X-22";

    private final Secret secret = new Secret(KEY);

    @Test
    void anAnswerThatRepeatsTheKeyIsNotKeptHoweverItIsWritten() {
        byte[] bytes = KEY.getBytes(StandardCharsets.UTF_8);
        for (String written : new String[] {
            KEY,
            "Bearer " + KEY,
            "{\"authorization\": \"Bearer " + KEY.replace("/", "\\/") + "\"}",
            "?key=" + KEY.replace("/", "%2F").replace("+", "%2B").replace("=", "%3d"),
            Base64.getEncoder().encodeToString(bytes),
            Base64.getEncoder().encodeToString(("Bearer " + KEY).getBytes(StandardCharsets.UTF_8)),
            HexFormat.of().withUpperCase().formatHex(bytes),
            KEY.substring(0, 12) + "…"
        }) {
            assertThat(Told.of("you sent " + written + " to us", Optional.of(secret)))
                    .as(written)
                    .isEqualTo("(not kept: it repeats the key)");
        }
    }

    @Test
    void anyOtherAnswerIsKept() {
        String text = "the import 17 is unknown; Bearer was right";

        assertThat(Told.of(text, Optional.of(secret))).isEqualTo(text);
        assertThat(Told.of(text, Optional.empty())).isEqualTo(text);
    }

    @Test
    void aShortKeyIsLookedForWhole() {
        Secret shortOne = new Secret("Zq7");

        assertThat(shortOne.isIn("a Zq7 b")).isTrue();
        assertThat(shortOne.isIn("a Zq b")).isFalse();
    }

    @Test
    void anAnswerIsKeptOnOneShortLine() {
        String kept = Told.of("a\r\nb\u2028\u202e\u0007" + "x".repeat(1000), Optional.empty());

        assertThat(kept).startsWith("a  b   xxx").endsWith("x…").hasSize(301);
    }

    @Test
    void aSecretPrintsAsNothing() {
        assertThat(secret).hasToString("(a secret)");
    }
}
