package dev.pristine.cli;

import dev.pristine.PristineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Measures the first test database of a new process, in a new process. */
final class FirstDatabase {

  private FirstDatabase() {}

  /**
   * Returns the milliseconds from the opening of the session, which starts the server if nobody
   * else has it running, to the answer to the first query.
   *
   * @throws PristineException if that could not be measured
   */
  static long millis() {
    Process process = null;
    try {
      process = start();
      String errors;
      String answer;
      try (var err = process.getErrorStream();
          var out = process.getInputStream()) {
        // Its errors are few lines and its answer is one, so neither pipe fills meanwhile.
        answer = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
        errors = new String(err.readAllBytes(), StandardCharsets.UTF_8).strip();
      }
      int exitCode = process.waitFor();
      if (exitCode != 0 || !answer.matches("[0-9]+")) {
        throw new PristineException(
            "The new process that acquires a first database ended with exit code [%d]: %s"
                .formatted(exitCode, errors));
      }
      return Long.parseLong(answer);
    } catch (IOException e) {
      throw new PristineException("Cannot start a new process of Java: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PristineException("Interrupted while a new process acquired a database.", e);
    } finally {
      if (process != null) {
        process.destroy();
      }
    }
  }

  private static Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.addAll(settings(System.getProperties()));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.add(FirstDatabaseCommand.NAME);
    ProcessBuilder builder = new ProcessBuilder(command);
    @Nullable String password = System.getProperty(SettingOptions.PASSWORD);
    if (password != null) {
      builder.environment().put("PRISTINE_PASSWORD", password);
    }
    return builder.start();
  }

  /** Passes our settings on; the password goes where others cannot read it. */
  private static List<String> settings(Properties properties) {
    return properties.stringPropertyNames().stream()
        .filter(name -> name.startsWith("pristine.") && !name.equals(SettingOptions.PASSWORD))
        .map(name -> "-D" + name + "=" + properties.getProperty(name))
        .toList();
  }
}
