package dev.pristine.cli.exec;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A command that is run on a condition, which is looked at while it runs. Its input and outputs are
 * those of this process.
 *
 * @param command the program and its arguments
 */
public record GuardedCommand(List<String> command) {

  private static final long LOOK_MILLIS = 1_000;
  private static final long LOOK_AT_THE_END_MILLIS = 20;
  private static final Duration GRACE = Duration.ofSeconds(10);

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
   * @param prefix what the names of the variables begin with: others of our own that do are those
   *     of a command around this one, and are left out
   * @param variables what it finds in its environment besides our own
   * @param condition throws when the command must not go on: it is ended, and this throws the same
   * @return its exit code; 128 and the signal's number if a signal ended it
   * @throws IOException if it cannot be started
   */
  public int run(String prefix, Map<String, String> variables, Runnable condition)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().keySet().removeIf(name -> name.startsWith(prefix));
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

  /** Asks it and all that it started to end, and kills what has not after a while. */
  private static void end(Process process) throws InterruptedException {
    // The command comes first, or it might start others in the place of those that end.
    Set<ProcessHandle> all = new LinkedHashSet<>(List.of(process.toHandle()));
    addChildren(all);
    all.forEach(ProcessHandle::destroy);
    long end = System.nanoTime() + GRACE.toNanos();
    while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() - end < 0) {
      // Whoever tidies up before it ends may start something for that.
      addChildren(all);
      TimeUnit.MILLISECONDS.sleep(LOOK_AT_THE_END_MILLIS);
    }
    do {
      all.forEach(ProcessHandle::destroyForcibly);
    } while (addChildren(all));
    process.waitFor();
  }

  /** Adds what the others have started; tells whether there is anything new. */
  private static boolean addChildren(Set<ProcessHandle> all) {
    List<ProcessHandle> found = all.stream().flatMap(ProcessHandle::descendants).toList();
    return all.addAll(found);
  }
}
