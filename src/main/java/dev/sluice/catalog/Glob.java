package dev.sluice.catalog;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * A pattern over object names: {@code *} within a segment, {@code **} over any number of segments (none for
 * <code>**&#47;</code>), {@code ?} for one character that is no slash; everything else stands for itself.
 *
 * <p>Names are text that a client chose, so the match walks all states side by side: its cost is name times pattern,
 * whatever either holds, which no backtracking regular expression promises.
 */
public final class Glob {
    private enum Kind {
        LITERAL,
        ONE,
        SEGMENT,
        DEPTH,
        FOLDERS,
        IN_FOLDERS
    }

    private record Step(Kind kind, int character) {}

    private static final int LONGEST = 1024;

    private final String pattern;
    private final List<Step> steps;

    private Glob(String pattern, List<Step> steps) {
        this.pattern = pattern;
        this.steps = steps;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException when it is none, with what would be right
     */
    public static Glob parse(String pattern) {
        check(pattern);
        List<Step> steps = new ArrayList<>();
        int[] points = pattern.codePoints().toArray();
        for (int at = 0; at < points.length; at++) {
            if (points[at] == '?') {
                steps.add(new Step(Kind.ONE, 0));
            } else if (points[at] != '*') {
                steps.add(new Step(Kind.LITERAL, points[at]));
            } else if (at + 1 == points.length || points[at + 1] != '*') {
                steps.add(new Step(Kind.SEGMENT, 0));
            } else if (at + 2 == points.length) {
                steps.add(new Step(Kind.DEPTH, 0));
                at++;
            } else {
                steps.add(new Step(Kind.FOLDERS, 0));
                steps.add(new Step(Kind.IN_FOLDERS, 0));
                at += 2;
            }
        }
        return new Glob(pattern, steps);
    }

    private static void check(String pattern) {
        if (pattern.isEmpty() || pattern.length() > LONGEST) {
            throw new IllegalArgumentException("a pattern has 1 to " + LONGEST + " characters");
        }
        if (pattern.startsWith("/")) {
            throw new IllegalArgumentException("a pattern does not begin with a slash: names here have none");
        }
        pattern.chars().filter(c -> "[]{}\\".indexOf(c) >= 0).findFirst().ifPresent(c -> {
            throw new IllegalArgumentException("`" + (char) c + "` has no meaning in a pattern; known are *, ** and ?");
        });
        for (String segment : pattern.split("/", -1)) {
            if (segment.contains("**") && !segment.equals("**")) {
                throw new IllegalArgumentException("** stands alone between slashes, as in **/*.txt");
            }
        }
    }

    /** Whether the whole name fits the pattern. */
    public boolean matches(String name) {
        BitSet states = new BitSet();
        enter(0, states);
        int[] points = name.codePoints().toArray();
        for (int i = 0; i < points.length && !states.isEmpty(); i++) {
            BitSet next = new BitSet();
            for (int state = states.nextSetBit(0); state >= 0; state = states.nextSetBit(state + 1)) {
                if (state < steps.size()) {
                    take(state, points[i], next);
                }
            }
            states = next;
        }
        return states.get(steps.size());
    }

    /** Marks a state, and those that can be reached from it without a character. */
    private void enter(int state, BitSet states) {
        states.set(state);
        if (state < steps.size()) {
            switch (steps.get(state).kind()) {
                case SEGMENT, DEPTH -> enter(state + 1, states);
                case FOLDERS -> enter(state + 2, states);
                case LITERAL, ONE, IN_FOLDERS -> {}
            }
        }
    }

    private void take(int state, int c, BitSet next) {
        boolean slash = c == '/';
        Step step = steps.get(state);
        switch (step.kind()) {
            case LITERAL -> enterIf(step.character() == c, state + 1, next);
            case ONE -> enterIf(!slash, state + 1, next);
            case SEGMENT -> enterIf(!slash, state, next);
            case DEPTH -> enter(state, next);
            case FOLDERS -> {
                enter(state + 1, next);
                enterIf(slash, state + 2, next);
            }
            case IN_FOLDERS -> {
                enter(state, next);
                enterIf(slash, state + 1, next);
            }
        }
    }

    private void enterIf(boolean fits, int state, BitSet next) {
        if (fits) {
            enter(state, next);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob glob && glob.pattern.equals(pattern);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(pattern);
    }

    /** The pattern as it was written. */
    @Override
    public String toString() {
        return pattern;
    }
}
