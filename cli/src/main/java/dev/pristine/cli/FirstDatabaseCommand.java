package dev.pristine.cli;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import picocli.CommandLine.Command;

/** What {@link FirstDatabase} starts in a process of its own. */
@Command(
    name = FirstDatabaseCommand.NAME,
    hidden = true,
    description = "Prints how many milliseconds the first test database of a process takes.")
final class FirstDatabaseCommand extends ReportingCommand {

  static final String NAME = "first-database";

  FirstDatabaseCommand(SettingOptions options) {
    super(options);
  }

  /** Prints the number alone. */
  record Millis(long millis) implements Report {
    @Override
    public void describe(Page page) {
      page.line("%d", millis);
    }
  }

  @Override
  Report report(Settings settings) {
    long start = System.nanoTime();
    try (Pristine pristine = Pristine.open(settings);
        TestDatabase database = pristine.acquire(Ponies.migration(), Isolation.CLONE, NAME)) {
      use(database);
      return new Millis(Duration.ofNanos(System.nanoTime() - start).toMillis());
    }
  }

  private static void use(TestDatabase database) {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT count(*) FROM ponies");
    } catch (SQLException e) {
      throw new IllegalStateException("A database that cannot be used: " + database, e);
    }
  }
}
