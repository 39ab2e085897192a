package dev.pristine.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A new Java process with our class path and settings, that is spoken to line by line. It ends when
 * its input does, and so never outlives us.
 */
final class Jvm implements AutoCloseable {

  private static final String PASSWORD = "pristine.password";
  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final Writer input;
  private final BufferedReader output;

  private Jvm(Process process) {
    this.process = process;
    this.input = process.outputWriter();
    this.output = process.inputReader();
  }

  /**
   * Starts one, whose errors go where ours go.
   *
   * @param options options for Java
   */
  static Jvm start(Class<?> main, List<String> options, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("pristine.") && !name.equals(PASSWORD))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    @Nullable String password = System.getProperty(PASSWORD);
    if (password != null) {
      // Other users can read a command line.
      builder.environment().put("PRISTINE_PASSWORD", password);
    }
    return new Jvm(builder.start());
  }

  void say(String line) throws IOException {
    input.write(line + "\n");
    input.flush();
  }

  /**
   * Waits for the next line that begins with a word, and returns the rest of it.
   *
   * @throws IOException if the process ends without
   */
  String hear(String word) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(word + " ")) {
        return line.substring(word.length() + 1);
      }
    }
    throw new IOException("A process that measures has ended without saying [" + word + "]");
  }

  /** Lets it end, and kills it if it does not. */
  @Override
  public void close() throws IOException {
    input.close();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
