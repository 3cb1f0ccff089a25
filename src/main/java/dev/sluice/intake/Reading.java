package dev.sluice.intake;

import java.util.function.Function;

/** What reading a request gave. */
sealed interface Reading<T> {
    /** It says something to us. */
    record Found<T>(T value) implements Reading<T> {
        @Override
        public <R> R fold(Function<T, R> found, Function<String, R> ignored, Function<String, R> unreadable) {
            return found.apply(value);
        }
    }

    /** It is well-formed and not for us. */
    record Ignored<T>(String why) implements Reading<T> {
        @Override
        public <R> R fold(Function<T, R> found, Function<String, R> ignored, Function<String, R> unreadable) {
            return ignored.apply(why);
        }
    }

    /** It cannot be what its sender meant; a person should look at it. */
    record Unreadable<T>(String why) implements Reading<T> {
        @Override
        public <R> R fold(Function<T, R> found, Function<String, R> ignored, Function<String, R> unreadable) {
            return unreadable.apply(why);
        }
    }

    /** One answer for each case; the reason is given to the latter two. */
    <R> R fold(Function<T, R> found, Function<String, R> ignored, Function<String, R> unreadable);

    static <T> Reading<T> found(T value) {
        return new Found<>(value);
    }

    static <T> Reading<T> ignored(String why) {
        return new Ignored<>(why);
    }

    static <T> Reading<T> unreadable(String why) {
        return new Unreadable<>(why);
    }
}
