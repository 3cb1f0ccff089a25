package dev.sluice.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Golden;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/callback.md}: the refused addresses are those of the code. */
class CallbackDocTest {
    private static final Path PAGE = Path.of("docs/callback.md");
    private static final Pattern TABLE = Pattern.compile("(?s)(<!-- refused -->\n).*(<!-- /refused -->\n)");

    @Test
    void thePageListsEveryRefusedBlock() throws IOException {
        String rows = Addresses.SPECIAL.stream()
                .map(block -> "| `%s/%d` | %s |\n".formatted(text(block), block.length(), block.name()))
                .collect(Collectors.joining());
        String table = "\n| addresses | what each is |\n|---|---|\n" + rows + "\n";

        Matcher page = TABLE.matcher(Files.readString(PAGE));
        assertThat(page.find()).as("%s has a place for the table", PAGE).isTrue();
        Golden.matches(PAGE, page.replaceAll("$1" + Matcher.quoteReplacement(table) + "$2"));
    }

    /** As people write it; Java would write out every zero, and turn {@code ::ffff:0:0} into an IPv4 address. */
    private static String text(Block block) {
        try {
            return block.length() == 96 && block.first()[11] != 0
                    ? "::ffff:0:0"
                    : InetAddress.getByAddress(block.first()).getHostAddress().replaceFirst("(^|:)0(:0)+($|:)", "::");
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
