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
        /** No thread is free for a launch's other half, so whoever waits for it does it then; what nobody waits for is done at once. */
        @Override
        public void execute(Runnable work) {
            if (!work.getClass().getName().startsWith("dev.sluice.launch.Pending")) {
                work.run();
            }
        }
    }
}
