package dev.pristine.enginetests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A Java process with the class path of this one, whose output is read line by line. */
public final class ForkedJvm implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 120;

  /** From there on Java says where native libraries, such as SQLite's, are loaded. */
  private static final int FIRST_TO_WARN = 24;

  /** What Java says of options that came by its environment. */
  private static final String JAVAS_OWN = "Picked up ";

  private static final String END = "<end of output>";

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private ForkedJvm(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "fork-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts one, with settings as system properties. */
  public static ForkedJvm start(Class<?> main, Map<String, String> settings, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
    if (Runtime.version().feature() >= FIRST_TO_WARN) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return new ForkedJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Returns its process id. */
  public long pid() {
    return process.pid();
  }

  /** Tells whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the line that begins with a word, and returns it. */
  public String await(String word) throws InterruptedException {
    List<String> seen = new ArrayList<>();
    String line = "";
    while (!line.startsWith(word)) {
      line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null || line.equals(END)) {
        throw new AssertionError("The process did not say '" + word + "', but: " + seen);
      }
      seen.add(line);
    }
    return line;
  }

  /** Waits until it ends, and returns all that it said and nobody read. */
  public List<String> rest() throws InterruptedException {
    process.waitFor();
    List<String> rest = new ArrayList<>();
    String line = lines.take();
    while (!line.equals(END)) {
      rest.add(line);
      line = lines.take();
    }
    return rest;
  }

  /** Sends it a line, waits until it says {@code ended}, and until it is gone. */
  public void finish() throws IOException, InterruptedException {
    try (var input = process.getOutputStream()) {
      input.write('\n');
    }
    await("ended");
    process.waitFor();
  }

  /** Kills it as {@code kill -9} does, and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      reader.lines().filter(line -> !line.startsWith(JAVAS_OWN)).forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add("output ended: " + e);
    }
    lines.add(END);
  }
}
