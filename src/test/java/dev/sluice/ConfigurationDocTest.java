package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the table of {@code docs/configuration.md}: every setting and default of the mappings, told in their Javadoc's words. */
class ConfigurationDocTest {
    private static final Path PAGE = Path.of("docs/configuration.md");
    private static final Pattern TABLE = Pattern.compile("(?s)(<!-- settings -->\n).*(<!-- /settings -->\n)");

    private record Setting(String name, String fallback, String text) {
        String row() {
            return "| `%s` | %s | %s |\n".formatted(name, fallback, text);
        }
    }

    /** A mapping with the text of the file that it is written in. */
    private record Mapping(Class<?> type, String source) {
        Stream<Setting> settings(String prefix, Properties ours) {
            return Stream.of(type.getMethods())
                    .sorted(Comparator.comparingInt(this::place))
                    .flatMap(method -> isGroup(method)
                            ? new Mapping(method.getReturnType(), source).settings(name(prefix, method) + ".", ours)
                            : Stream.of(setting(name(prefix, method), method, ours)));
        }

        private static boolean isGroup(Method method) {
            return method.getReturnType().getEnclosingClass() != null;
        }

        private static String name(String prefix, Method method) {
            return prefix + StringUtil.skewer(method.getName());
        }

        private Setting setting(String name, Method method, Properties ours) {
            String fallback = Optional.ofNullable(method.getAnnotation(WithDefault.class))
                    .map(WithDefault::value)
                    .or(() -> Optional.ofNullable(ours.getProperty(name)))
                    .map(value -> "`" + value + "`")
                    .orElse(method.getReturnType() == Optional.class ? "none" : "**required**");
            return new Setting(name, fallback, javadoc(method));
        }

        private int place(Method method) {
            Matcher declared = declaration(method);
            assertThat(declared.find()).as("%s in its source", method).isTrue();
            return declared.start();
        }

        private Matcher declaration(Method method) {
            return Pattern.compile("[\\w>] " + method.getName() + "\\(\\);").matcher(source);
        }

        /** Of the last comment before the method; nothing but annotations and the type may stand between them. */
        private String javadoc(Method method) {
            String before = source.substring(0, place(method));
            int start = before.lastIndexOf("/**");
            int end = before.indexOf("*/", start);
            assertThat(before.substring(Math.max(end, 0)))
                    .as("%s has a Javadoc", method)
                    .doesNotContain(";");
            return before.substring(start + 3, end)
                    .replaceAll("\\s*\n\\s*\\*\\s*", " ")
                    .replaceAll("\\{@code ([^}]*)}", "`$1`")
                    .replace("|", "\\|")
                    .strip();
        }
    }

    @Test
    void thePageListsEverySettingAndItsDefault() throws IOException {
        Properties ours = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            ours.load(in);
        }
        String rows = mappings()
                .flatMap(mapping -> mapping.settings(prefix(mapping), ours))
                .map(Setting::row)
                .collect(Collectors.joining());
        String table = "\n| setting | default | what it does |\n|---|---|---|\n" + rows + "\n";

        Matcher page = TABLE.matcher(Files.readString(PAGE));
        assertThat(page.find()).as("%s has a place for the table", PAGE).isTrue();
        Golden.matches(PAGE, page.replaceAll("$1" + Matcher.quoteReplacement(table) + "$2"));
    }

    private static String prefix(Mapping mapping) {
        return mapping.type().getAnnotation(ConfigMapping.class).prefix() + ".";
    }

    /** Every configuration mapping there is in what is deployed. */
    private static Stream<Mapping> mappings() throws IOException {
        Path root = Path.of("src/main/java");
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.filter(file -> file.toString().endsWith("Config.java"))
                    .sorted(Comparator.comparing(Path::getNameCount).thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
        return files.stream().map(file -> mapping(root.relativize(file), root));
    }

    private static Mapping mapping(Path file, Path root) {
        String type = file.toString().replaceAll("\\.java$", "").replace('/', '.');
        try {
            return new Mapping(Class.forName(type), Files.readString(root.resolve(file)));
        } catch (ClassNotFoundException | IOException e) {
            throw new AssertionError("cannot read " + type, e);
        }
    }
}
