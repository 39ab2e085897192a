package dev.pristine.benchmarks;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.TestDatabase;
import dev.pristine.migrations.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What is too small for a stopwatch: acquire and release. Public only for JMH. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.SampleTime, Mode.Throughput})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class AcquireAndRelease {

  static final String FOLDER = "pristine-benchmarks.schema";

  /** How the leases are kept apart. */
  @Param("REWIND")
  public Isolation isolation = Isolation.REWIND;

  /** How many copies there are at most; 0 for Pristine's own choice. */
  @Param({"0", "1"})
  public int clones;

  private @Nullable Pristine pristine;
  private @Nullable Migration migration;

  /** Made by JMH. */
  public AcquireAndRelease() {}

  /** Opens a session. */
  @Setup
  public void open() {
    Pristine opened = PristineAdapter.open(clones);
    pristine = opened;
    Migration made = Migrations.sql(Path.of(System.getProperty(FOLDER)).toString());
    migration = made;
    opened.acquire(made, isolation, "the first").close();
  }

  /** Ends it. */
  @TearDown
  public void close() {
    Objects.requireNonNull(pristine).close();
  }

  /** Nothing at all is done with the database. */
  @Benchmark
  public String untouched() {
    try (TestDatabase database = acquire()) {
      return database.name();
    }
  }

  /** A connection is used, and nothing is written. */
  @Benchmark
  public boolean nothingWritten() throws SQLException {
    try (TestDatabase database = acquire();
        Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      return statement.execute("SELECT 1");
    }
  }

  /** One row is written, and committed. */
  @Benchmark
  public int oneRowWritten() throws SQLException {
    try (TestDatabase database = acquire();
        Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate("INSERT INTO bench_0003 (code) VALUES ('one')");
    }
  }

  private TestDatabase acquire() {
    return Objects.requireNonNull(pristine)
        .acquire(Objects.requireNonNull(migration), isolation, "a test");
  }
}
