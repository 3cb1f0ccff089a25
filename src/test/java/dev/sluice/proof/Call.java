package dev.sluice.proof;

import java.util.function.Supplier;

/**
 * A call of a port that an instance of the service wants to make.
 *
 * @param changes whether it changes something outside, or only looks
 * @param words what it does, for people
 * @param make makes it
 * @param lost what its caller gets when it was made and the answer was lost: the answer to a repeat where the port's client repeats by
 *     itself, else an error
 */
record Call<T>(boolean changes, Supplier<String> words, Supplier<T> make, Supplier<T> lost) {
    static <T> Call<T> look(Supplier<String> words, Supplier<T> make) {
        return new Call<>(false, words, make, make);
    }
}
