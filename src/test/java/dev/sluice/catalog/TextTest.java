package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void valuesTakeTheirPlaces() {
        Text text = Text.parse("{output.path}/{params.locale}-{run.attempt}.txt");

        assertThat(text.placeholders())
                .containsExactly(Placeholder.OUTPUT_PATH, Placeholder.parameter("locale"), Placeholder.RUN_ATTEMPT);
        assertThat(text.render(Map.of(
                        Placeholder.OUTPUT_PATH,
                        "/out",
                        Placeholder.parameter("locale"),
                        "tr",
                        Placeholder.RUN_ATTEMPT,
                        "2")))
                .isEqualTo("/out/tr-2.txt");
    }

    @Test
    void doubledBracesAreBraces() {
        assertThat(Text.parse("{{input.path}} {{}} {{{client}}}").render(Map.of(Placeholder.CLIENT, "acme")))
                .isEqualTo("{input.path} {} {acme}");
    }

    @Test
    void anUnknownPlaceholderIsRefusedWithTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Text.parse("{inptu.uri}"))
                .withMessageContaining("unknown placeholder {inptu.uri}; did you mean {input.uri}?")
                .withMessageContaining("model.uri, params.NAME");
    }

    @Test
    void everyMistakeIsTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Text.parse("} {nothing} {open"))
                .withMessageContaining("} closes nothing")
                .withMessageContaining("{nothing}")
                .withMessageContaining("{ is never closed");
    }

    @Test
    void aMissingValueIsAnErrorAndNotAnEmptyText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Text.parse("{client}").render(Map.of()))
                .withMessage("no value for {client}");
    }

    @Test
    void whatAValueBringsInIsNeverLookedAtAgain() {
        Random random = Seed.random();
        List<String> pieces =
                List.of("{", "}", "{{", "}}", "{client}", "{params.x}", "a", "$1", "\\", "", "\uD83D\uDE00");
        for (int round = 0; round < 2_000; round++) {
            Map<Placeholder, String> values = new HashMap<>();
            StringBuilder source = new StringBuilder();
            StringBuilder expected = new StringBuilder();
            for (Placeholder placeholder : Placeholder.FIXED) {
                values.put(placeholder, join(random, pieces));
            }
            for (int i = random.nextInt(6); i >= 0; i--) {
                Placeholder next = Placeholder.FIXED.get(random.nextInt(Placeholder.FIXED.size()));
                String literal = join(random, pieces);
                source.append(literal.replace("{", "{{").replace("}", "}}")).append(next);
                expected.append(literal).append(values.get(next));
            }
            assertThat(Text.parse(source.toString()).render(values)).isEqualTo(expected.toString());
        }
    }

    private static String join(Random random, List<String> pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }
}
