package dev.sluice.proof;

import jakarta.inject.Inject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One instance of the service, built from its ports as the container builds it: one object a class, each by its constructor. A story that
 * gets another collaborator gets it here too, without a word.
 */
final class Wiring {
    private final Map<Class<?>, Object> made = new HashMap<>();
    private final Map<String, String> beans = new HashMap<>();

    /** What the container would get from a producer. */
    <T> Wiring with(Class<T> type, T object) {
        made.put(type, object);
        return this;
    }

    /** The same for a type that is a room's own. */
    Wiring withOwn(Class<?> type, Object object) {
        made.put(type, object);
        return this;
    }

    /** The class that the container takes for an interface; both by their names, since they may be a room's own. */
    Wiring with(String type, String bean) {
        beans.put(type, bean);
        return this;
    }

    /** The one object of a class. */
    <T> T get(Class<T> type) {
        Object known = made.get(type);
        if (known == null) {
            known = make(type);
            made.put(type, known);
        }
        return type.cast(known);
    }

    private Object make(Class<?> type) {
        if (beans.containsKey(type.getName())) {
            return get(named(beans.get(type.getName())));
        }
        if (type.isInterface()
                || Modifier.isAbstract(type.getModifiers())
                || !type.getName().startsWith("dev.sluice.")) {
            throw new IllegalStateException("nobody makes a " + type.getName() + "; expected one given by with(…)");
        }
        Constructor<?> constructor = constructor(type);
        constructor.setAccessible(true);
        try {
            return constructor.newInstance(Arrays.stream(constructor.getParameterTypes())
                    .map(this::get)
                    .toArray());
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("cannot make a " + type.getName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getName(), e);
        }
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("there is no " + name, e);
        }
    }

    private static Constructor<?> constructor(Class<?> type) {
        List<Constructor<?>> all = List.of(type.getDeclaredConstructors());
        return all.stream()
                .filter(each -> all.size() == 1 || each.isAnnotationPresent(Inject.class))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(type.getName() + " has no constructor for the container"));
    }
}
