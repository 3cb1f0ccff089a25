package dev.sluice.local.batch;

/** Why a runnable cannot start: a setting that is missing, with what would be right. It fails the task, never the emulator. */
final class TaskProblem extends RuntimeException {
    private final int exitCode;

    TaskProblem(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static TaskProblem setting(String message) {
        return new TaskProblem(TaskEnd.UNKNOWN, message);
    }

    TaskEnd end() {
        return TaskEnd.failed(exitCode, getMessage());
    }
}
