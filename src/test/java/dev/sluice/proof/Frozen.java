package dev.sluice.proof;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A record or an Optional on its way to another process: neither can be written as Java writes objects. */
record Frozen(Class<?> type, List<Object> parts) implements Serializable {
    /** An object and all in it, as bytes. */
    static byte[] bytes(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new Freezing(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    static Object object(byte[] bytes) throws IOException {
        try (ObjectInputStream in = new Thawing(bytes)) {
            return in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException("the other process has another class path", e);
        }
    }

    private static Object freeze(Object object) {
        if (object instanceof Optional<?> some) {
            return new Frozen(Optional.class, Arrays.asList((Object) some.orElse(null)));
        }
        if (object instanceof OptionalInt some) {
            return new Frozen(OptionalInt.class, Arrays.asList(some.isPresent() ? some.getAsInt() : null));
        }
        if (object instanceof OptionalLong some) {
            return new Frozen(OptionalLong.class, Arrays.asList(some.isPresent() ? some.getAsLong() : null));
        }
        return object instanceof Record given && !(object instanceof Serializable)
                ? new Frozen(given.getClass(), parts(given))
                : object;
    }

    private static List<Object> parts(Record given) {
        return Stream.of(given.getClass().getRecordComponents())
                .map(part -> read(given, part))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static Object read(Record given, RecordComponent part) {
        try {
            part.getAccessor().setAccessible(true);
            return part.getAccessor().invoke(given);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + part, e);
        }
    }

    private Object thaw() {
        Object first = parts.isEmpty() ? null : parts.get(0);
        if (type == Optional.class) {
            return Optional.ofNullable(first);
        }
        if (type == OptionalInt.class) {
            return first == null ? OptionalInt.empty() : OptionalInt.of((int) first);
        }
        if (type == OptionalLong.class) {
            return first == null ? OptionalLong.empty() : OptionalLong.of((long) first);
        }
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(Stream.of(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
            canonical.setAccessible(true);
            return canonical.newInstance(parts.toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getName() + " again", e);
        }
    }

    private static final class Freezing extends ObjectOutputStream {
        Freezing(OutputStream out) throws IOException {
            super(out);
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) {
            return freeze(object);
        }
    }

    private static final class Thawing extends ObjectInputStream {
        Thawing(byte[] bytes) throws IOException {
            super(new ByteArrayInputStream(bytes));
            enableResolveObject(true);
        }

        @Override
        protected Object resolveObject(Object object) {
            return object instanceof Frozen frozen ? frozen.thaw() : object;
        }
    }
}
