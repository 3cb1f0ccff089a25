package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonValue;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.sluice.run.DeadLetter;
import dev.sluice.run.Output;
import dev.sluice.run.Run;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What only a native image would show: what it may read by reflection, what it contains, what it replaces. */
class NativeImageTest {
    /** Everything that is handed to {@code run.Json} from outside. */
    private static final List<String> JSON_ROOTS = List.of(
            Run.class.getName(),
            DeadLetter.class.getName(),
            Output.class.getName(),
            "dev.sluice.message.StatusData",
            "dev.sluice.cost.PriceFile",
            "dev.sluice.reconcile.PassReport",
            "dev.sluice.reconcile.Cursor$Place",
            "dev.sluice.reconcile.InputsTurn$Look");

    @Test
    void everyTypeInOurJsonMayBeReadByReflection() throws ClassNotFoundException {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (String root : JSON_ROOTS) {
            walk(Class.forName(root), types);
        }
        assertThat(types).contains(Class.forName("dev.sluice.batch.RawBody"), ClientRef.class);
        assertThat(types)
                .as(
                        "written or read as JSON, but Jackson would find nothing in the native image without @RegisterForReflection")
                .allMatch(type -> type.isAnnotationPresent(RegisterForReflection.class));
    }

    @Test
    void theResourcesThatTheNativeImageNamesExist() {
        assertThat(List.of(
                        "prices.json",
                        "schemas/product.schema.json",
                        "META-INF/services/io.cloudevents.core.format.EventFormat",
                        "jsv-messages.properties",
                        "META-INF/native-image/dev.sluice/sluice/resource-config.json"))
                .allSatisfy(name -> assertThat(getClass().getClassLoader().getResource(name))
                        .as(name)
                        .isNotNull());
    }

    @Test
    void theClassesThatTheNativeImageNamesExist() throws ReflectiveOperationException {
        assertThat(Class.forName("picocli.CommandLine$AutoHelpMixin").getDeclaredFields())
                .isNotEmpty();
        assertThat(Class.forName("io.cloudevents.jackson.JsonFormat").getConstructor())
                .isNotNull();
        assertThat(Class.forName(
                        "io.opentelemetry.sdk.internal.AndroidFriendlyRandomHolder",
                        false,
                        getClass().getClassLoader()))
                .isNotNull();
    }

    @Test
    void theSubstitutedMethodIsTheLibrarysOwn() throws ReflectiveOperationException {
        Class<?> substitution = Class.forName("dev.sluice.gcp.ShadedNettyLogging");
        Class<?> target = substitution.getAnnotation(TargetClass.class).value();
        List<Method> methods = Stream.of(substitution.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Substitute.class))
                .toList();
        assertThat(methods).isNotEmpty();
        for (Method method : methods) {
            Method original = target.getDeclaredMethod(method.getName(), method.getParameterTypes());
            assertThat(original.getReturnType()).isEqualTo(method.getReturnType());
            assertThat(original.getModifiers()).isEqualTo(method.getModifiers());
        }
    }

    private static void walk(Type type, Set<Class<?>> seen) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(argument -> walk(argument, seen));
        }
        if (type instanceof Class<?> ours && ours.getPackageName().startsWith("dev.sluice") && seen.add(ours)) {
            parts(ours).forEach(part -> walk(part, seen));
        }
    }

    /** What Jackson goes on to: the kinds of a sealed type, the components of a record unless one value stands for all. */
    private static Stream<Type> parts(Class<?> type) {
        if (type.isSealed()) {
            return Arrays.stream(type.getPermittedSubclasses());
        }
        boolean oneValue =
                Arrays.stream(type.getDeclaredMethods()).anyMatch(m -> m.isAnnotationPresent(JsonValue.class));
        return type.isRecord() && !oneValue
                ? Arrays.stream(type.getRecordComponents()).map(RecordComponent::getGenericType)
                : Stream.empty();
    }
}
