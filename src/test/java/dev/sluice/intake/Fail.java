package dev.sluice.intake;

/** What a test says where a reading is not the one that it expects. */
final class Fail {
    private Fail() {}

    static <T> T found(Object value) {
        throw new AssertionError("was found: " + value);
    }

    static <T> T ignored(String why) {
        throw new AssertionError("was ignored: " + why);
    }

    static <T> T unreadable(String why) {
        throw new AssertionError("was unreadable: " + why);
    }
}
