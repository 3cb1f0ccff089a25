package dev.sluice.proof;

import java.util.ArrayList;
import java.util.List;

/** Numbers what an instance changes outside, and lets it die at one of these steps. */
final class CrashWire implements Wire {
    /** How it dies. */
    enum Mode {
        /** Before the step: nothing was changed. */
        BEFORE("before it"),
        /** After the step, before anything else. */
        AFTER("after it"),
        /** It was changed, the answer is lost, and the instance goes on with that and dies when it wants to make its next call. */
        AFTER_WITHOUT_ANSWER("after it, the answer lost"),
        /** It was changed, the answer is lost, and the instance lives: trouble without a death. */
        ANSWER_LOST("not at all, but the answer is lost");

        final String words;

        Mode(String words) {
            this.words = words;
        }
    }

    private final int fatal;
    private final Mode mode;
    private final Runnable death;
    private final List<String> steps = new ArrayList<>();
    private boolean dying;
    private boolean dead;

    /**
     * @param fatal the number of the step, from 1; 0 for none
     * @param death what dying is; where it returns the instance throws {@link Died}, now and at every later call
     */
    CrashWire(int fatal, Mode mode, Runnable death) {
        this.fatal = fatal;
        this.mode = mode;
        this.death = death;
    }

    /** Lets nothing happen. */
    static CrashWire recording() {
        return new CrashWire(0, Mode.BEFORE, () -> {});
    }

    List<String> steps() {
        return List.copyOf(steps);
    }

    /** Whether the instance is dead, or would be if it had made one more call. */
    boolean isOver() {
        return dead || dying;
    }

    @Override
    public <T> T pass(Call<T> call) {
        if (isOver()) {
            throw die();
        }
        if (!call.changes()) {
            return call.make().get();
        }
        steps.add(call.words().get());
        return steps.size() == fatal ? fatal(call) : call.make().get();
    }

    private <T> T fatal(Call<T> call) {
        switch (mode) {
            case BEFORE -> throw die();
            case AFTER -> {
                call.make().get();
                throw die();
            }
            case AFTER_WITHOUT_ANSWER -> {
                call.make().get();
                dying = true;
                return call.lost().get();
            }
            case ANSWER_LOST -> {
                call.make().get();
                return call.lost().get();
            }
        }
        throw new IllegalStateException("no such mode: " + mode);
    }

    private Died die() {
        if (!dead) {
            death.run();
        }
        dead = true;
        return new Died();
    }
}
