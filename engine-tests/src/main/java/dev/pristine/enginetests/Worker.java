package dev.pristine.enginetests;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own that opens Pristine, acquires a database, adds a pony, says {@code holds}
 * and what it saw, and ends its lease when it is told to.
 */
public final class Worker implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private Worker(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "worker-output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts one.
   *
   * @param settings its settings, given as system properties
   * @param migration what it acquires a database of
   */
  public static Worker start(Map<String, String> settings, SchemaMigration migration)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
    command.add(migration.label());
    command.add(migration.journal().toString());
    command.addAll(migration.statements());
    return new Worker(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Acquires, reports and waits; the arguments are a label, a journal and statements. */
  public static void main(String[] arguments) throws Exception {
    List<String> statements = List.of(arguments).subList(2, arguments.length);
    SchemaMigration migration =
        new SchemaMigration(arguments[0], statements, Path.of(arguments[1]));
    try (Pristine pristine = Pristine.open();
        TestDatabase database =
            pristine.acquire(
                migration, Isolation.CLONE, "worker " + ProcessHandle.current().pid())) {
      Ponies ponies = new Ponies(database.dataSource());
      long id = ponies.add("Spirit");
      System.out.println("holds " + database.name() + " " + id + " " + ponies.names());
      int told = System.in.read();
      if (told < 0) {
        System.out.println("told nothing");
      }
    }
    System.out.println("ended");
  }

  /** Waits for the line that begins with a word, and returns it. */
  public String await(String word) throws InterruptedException {
    List<String> seen = new ArrayList<>();
    String line = "";
    while (!line.startsWith(word)) {
      line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null || line.equals("<end>")) {
        throw new AssertionError("The worker did not say '" + word + "', but: " + seen);
      }
      seen.add(line);
    }
    return line;
  }

  /** Tells it to end its lease, and waits until the process is gone. */
  public void finish() throws IOException, InterruptedException {
    try (OutputStream input = process.getOutputStream()) {
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
      reader.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add("output ended: " + e);
    }
    lines.add("<end>");
  }
}
