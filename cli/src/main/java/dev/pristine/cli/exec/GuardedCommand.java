package dev.pristine.cli.exec;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command that is run on a condition, which is looked at while it runs. Its input and outputs are
 * those of this process.
 *
 * @param command the program and its arguments
 */
public record GuardedCommand(List<String> command) {

  private static final long LOOK_MILLIS = 1_000;
  private static final long GRACE_SECONDS = 10;

  /** Keeps a copy of the list. */
  public GuardedCommand {
    command = List.copyOf(command);
  }

  /** Tells whether the program is there and may be run. */
  public boolean isRunnable() {
    String program = command.get(0);
    if (program.indexOf(File.separatorChar) >= 0 || program.indexOf('/') >= 0) {
      return isProgram(Path.of(program));
    }
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(File.pathSeparator)) {
      if (isProgram(Path.of(folder, program)) || isProgram(Path.of(folder, program + ".exe"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /**
   * Runs it until it ends.
   *
   * @param variables what it finds in its environment besides our own
   * @param condition throws when the command must not go on: it is ended, and this throws the same
   * @return its exit code; 128 and the signal's number if a signal ended it
   * @throws IOException if it cannot be started
   */
  public int run(Map<String, String> variables, Runnable condition)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(variables);
    try (Signals signals = Signals.caught();
        Guard guard = Guard.start()) {
      Process process = builder.start();
      guard.watch(process);
      signals.forwardTo(process);
      boolean ended = false;
      try {
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          condition.run();
        }
        ended = true;
        return process.exitValue();
      } finally {
        if (!ended) {
          end(process);
        }
      }
    }
  }

  /** Asks it and all that it started to end, and kills what does not. */
  private static void end(Process process) throws InterruptedException {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroy);
    process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
    all.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
  }
}
