package dev.sluice.proof;

import java.util.concurrent.Executor;

/** In which order the two things happen that a launch does side by side. */
enum Order implements Executor {
    POINTER_FIRST {
        @Override
        public void execute(Runnable work) {
            work.run();
        }
    },
    JOB_FIRST {
        /** No thread is free: whoever waits for the work does it then. */
        @Override
        public void execute(Runnable work) {
            // left to the caller
        }
    }
}
