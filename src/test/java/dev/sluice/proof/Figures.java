package dev.sluice.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the harnesses measured last, a file each, and the same in {@code docs/reliability.md} between its marks. A harness that is run with
 * {@code -Dupdate.figures=true} writes both.
 */
public final class Figures {
    static final Path PAGE = Path.of("docs/reliability.md");
    private static final Path FOLDER = Path.of("src/test/resources/reliability");

    private Figures() {}

    /**
     * Prints what was measured, and writes it down if that was asked for.
     *
     * @param name of the part of the page
     * @param markdown the whole part
     */
    public static void tell(String name, String markdown) {
        System.out.println(markdown);
        if (Boolean.getBoolean("update.figures")) {
            write(FOLDER.resolve(name + ".md"), markdown);
            write(PAGE, replaced(read(PAGE), name, markdown));
        }
    }

    /** What was measured last. */
    static String last(String name) {
        return read(FOLDER.resolve(name + ".md"));
    }

    static String replaced(String page, String name, String markdown) {
        Matcher part = part(name).matcher(page);
        if (!part.find()) {
            throw new IllegalStateException(
                    PAGE + " has no part " + name + "; expected <!-- " + name + " --> and <!-- /" + name + " -->");
        }
        return part.replaceFirst(
                Matcher.quoteReplacement("<!-- %s -->\n%s\n<!-- /%s -->".formatted(name, markdown, name)));
    }

    private static Pattern part(String name) {
        return Pattern.compile("<!-- %s -->\n.*?<!-- /%s -->".formatted(name, name), Pattern.DOTALL);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
