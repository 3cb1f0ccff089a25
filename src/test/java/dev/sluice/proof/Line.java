package dev.sluice.proof;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Between two processes: each calls what the other offers, one call at a time, and while it waits for the answer it answers the calls that
 * the other makes for it. Who finds the other gone throws {@link Died}.
 */
final class Line {
    private record Ask(Class<?> type, String method, List<Object> arguments) {}

    private record Reply(Object value, Throwable failure) {}

    private final DataInputStream in;
    private final DataOutputStream out;
    private final Map<Class<?>, Object> offers = new HashMap<>();
    private boolean gone;

    Line(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(out);
    }

    /** From now on the other may call it. */
    Line offer(Class<?> type, Object object) {
        offers.put(type, object);
        return this;
    }

    /** What the other offers. */
    <T> T other(Class<T> type) {
        InvocationHandler calls = (proxy, method, arguments) -> call(type, method, arguments);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
    }

    /** Whether a call found the other gone. */
    boolean isGone() {
        return gone;
    }

    /** Answers until the other is gone. */
    void serve() throws IOException {
        try {
            while (receive() instanceof Ask ask) {
                send(answer(ask));
            }
        } catch (EOFException e) {
            gone = true;
        }
    }

    private synchronized Object call(Class<?> type, Method method, Object[] arguments) throws Throwable {
        Reply reply = reply(new Ask(type, method.getName(), arguments == null ? List.of() : List.of(arguments)));
        if (reply.failure() != null) {
            throw reply.failure();
        }
        return method.getReturnType() == Stream.class ? ((List<?>) reply.value()).stream() : reply.value();
    }

    private Reply reply(Ask ask) {
        try {
            send(ask);
            Object received = receive();
            while (received instanceof Ask asked) {
                send(answer(asked));
                received = receive();
            }
            return (Reply) received;
        } catch (IOException e) {
            gone = true;
            throw new Died();
        }
    }

    private Reply answer(Ask ask) {
        try {
            Object value =
                    method(ask).invoke(offers.get(ask.type()), ask.arguments().toArray());
            return new Reply(value instanceof Stream<?> stream ? new ArrayList<>(stream.toList()) : value, null);
        } catch (InvocationTargetException e) {
            return new Reply(null, e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Method method(Ask ask) {
        Method method = Stream.of(ask.type().getMethods())
                .filter(each -> each.getName().equals(ask.method()))
                .filter(each -> each.getParameterCount() == ask.arguments().size())
                .findFirst()
                .orElseThrow();
        method.setAccessible(true);
        return method;
    }

    private void send(Object message) throws IOException {
        byte[] bytes = Frozen.bytes(message);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    private Object receive() throws IOException {
        int length = in.readInt();
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return Frozen.object(bytes);
    }
}
