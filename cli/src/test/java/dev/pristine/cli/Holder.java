package dev.pristine.cli;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** Another process that holds a database, as a run of tests does. */
final class Holder implements AutoCloseable {

  static final String TEST = "StableTests.spirit";

  private static final long PATIENCE_SECONDS = 30;

  private final Process process;
  private final String database;

  private Holder(Process process, String database) {
    this.process = process;
    this.database = database;
  }

  /** Starts one, and returns when it holds its database. */
  static Holder start(CommandLineProcess settings) throws IOException {
    Process process =
        settings.program(Holder.class).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String database = out.readLine();
    if (database == null) {
      throw new AssertionError("The holder did not get a database");
    }
    return new Holder(process, database);
  }

  /**
   * The program of that process: holds a database until its input ends; then its test has failed.
   */
  public static void main(String[] arguments) throws IOException {
    SettingOptions options = new SettingOptions();
    new CommandLine(options).parseArgs(arguments);
    Settings settings = options.settings();
    try (Pristine pristine = Pristine.open(settings)) {
      TestDatabase held = pristine.acquire(new OneTable(), Isolation.CLONE, TEST);
      System.out.println(held.name());
      while (System.in.read() >= 0) {
        // Only the end counts.
      }
      held.closeFailed();
    }
  }

  String database() {
    return database;
  }

  long pid() {
    return process.pid();
  }

  /** Kills it without a warning. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Lets its test fail and its process end. */
  @Override
  public void close() throws IOException, InterruptedException {
    if (!process.isAlive()) {
      return;
    }
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      kill();
      throw new AssertionError("The holder did not end");
    }
  }

  /** What it migrates. */
  record OneTable() implements Migration {
    @Override
    public String fingerprint() {
      return "one table";
    }

    @Override
    public void apply(Target target) throws Exception {
      try (Connection connection = target.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE stables (name text)");
      }
    }
  }
}
