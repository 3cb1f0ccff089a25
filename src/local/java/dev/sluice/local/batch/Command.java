package dev.sluice.local.batch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process to start: what, where, and its whole environment. */
record Command(List<String> arguments, Path folder, Map<String, String> environment) {}
