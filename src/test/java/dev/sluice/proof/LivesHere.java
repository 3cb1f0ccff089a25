package dev.sluice.proof;

import java.util.concurrent.Executor;

/** Instances in this process, which die by an error that none of their code may catch. */
record LivesHere(CrashWire wire, Executor executor) implements Lives {
    @Override
    public Service first(Outside outside) {
        return outside.start(wire, executor);
    }

    @Override
    public boolean isFirstOver() {
        return wire.isOver();
    }

    @Override
    public Service next(Outside outside) {
        return outside.start(Wire.SOUND, executor);
    }
}
