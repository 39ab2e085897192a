package dev.pristine.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program to run, with an environment that does not depend on who runs it.
 *
 * @param line the program and its arguments
 * @param folder the working folder, for the program may not be able to enter ours
 * @param output the file that gets what it prints; not a pipe, which a server that it starts would
 *     keep open
 */
record Command(List<String> line, Path folder, Path output) {

  /** Starts it and returns at once. */
  Process start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    // PGDATA, PGPORT, LC_ALL and the like of whoever is first must not shape the server of all; and
    // servers of continuous integration find the processes of a job by its environment and end
    // them.
    environment
        .keySet()
        .removeIf(name -> !List.of("PATH", "SYSTEMROOT", "TEMP", "TMP").contains(upper(name)));
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .redirectInput(ProcessBuilder.Redirect.from(nothing()))
        .start();
  }

  /** Runs it to its end and returns its exit code. */
  int run(Duration patience) throws IOException, SQLException {
    Process process = start();
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Trouble.of(
            "The program %s did not end within %d s. It printed:%n%s"
                .formatted(line, patience.toSeconds(), printed()));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw Trouble.interrupted("Could not wait for the program " + line, e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Returns the end of what it printed so far. */
  String printed() throws IOException {
    return LogFile.tail(output);
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  private static File nothing() {
    Path unix = Path.of("/dev/null");
    return Files.exists(unix) ? unix.toFile() : new File("NUL");
  }
}
