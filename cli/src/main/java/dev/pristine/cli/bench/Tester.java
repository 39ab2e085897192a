package dev.pristine.cli.bench;

import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.TestDatabase;
import dev.pristine.cli.bench.Figures.Trace;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs tests one after the other, and keeps them apart in one way. Not thread-safe. */
final class Tester implements AutoCloseable {

  private static final String HOLDER = "pristine bench";

  private final Pristine pristine;
  private final Migration migration;
  private final Contender contender;
  private final Subject subject;
  private final @Nullable TestDatabase held;
  private final @Nullable CopiedFile copied;
  private Numbers numbers = new Numbers();

  /** Takes the database that is held for all tests, where there is one. */
  Tester(Pristine pristine, Migration migration, Contender contender, Subject subject) {
    this.pristine = pristine;
    this.migration = migration;
    this.contender = contender;
    this.subject = subject;
    this.held = contender.leasesPerTest() ? null : acquire();
    this.copied = contender == Contender.COPY_FILE ? copied(pristine) : null;
  }

  /**
   * What tests are run on.
   *
   * @param tables the tables of the application
   * @param workload what each test writes
   * @param truncation the statements that empty all tables
   * @param pristine the traces in a database that nobody has used
   */
  record Subject(
      List<SchemaTable> tables, Workload workload, List<String> truncation, Traces pristine) {}

  /** Runs one test, and whatever brings back the state for the next. */
  void test() throws SQLException {
    if (copied != null) {
      copied.use(this::use);
    } else if (held != null) {
      use(held);
    } else {
      try (TestDatabase database = acquire()) {
        use(database);
      }
    }
  }

  /** Tells what the next test would find that is not as in a new database. */
  List<Trace> leftBehind() throws SQLException {
    if (copied != null) {
      List<Trace> traces = new ArrayList<>();
      copied.use(connection -> traces.addAll(leftBehind(connection)));
      return traces;
    }
    if (held != null) {
      return leftBehind(held);
    }
    try (TestDatabase database = acquire()) {
      return leftBehind(database);
    }
  }

  private List<Trace> leftBehind(TestDatabase database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      return leftBehind(connection);
    }
  }

  private List<Trace> leftBehind(Connection connection) throws SQLException {
    return Traces.of(connection, subject.tables, subject.workload).since(subject.pristine);
  }

  private void use(TestDatabase database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      use(connection);
    }
  }

  private void use(Connection connection) throws SQLException {
    if (contender != Contender.NONE) {
      numbers = new Numbers();
    }
    connection.setAutoCommit(false);
    subject.workload.run(connection, numbers);
    if (contender == Contender.ROLLBACK) {
      connection.rollback();
    } else {
      connection.commit();
    }
    if (contender == Contender.TRUNCATE_ALL) {
      truncate(connection);
    }
  }

  private void truncate(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String each : subject.truncation) {
        statement.execute(each);
      }
    }
    connection.commit();
  }

  private TestDatabase acquire() {
    return pristine.acquire(migration, contender.isolation(), HOLDER);
  }

  private @Nullable CopiedFile copied(Pristine pristine) {
    TestDatabase original = held;
    return original == null
        ? null
        : pristine
            .phrases()
            .file(original.jdbcUrl())
            .map(file -> new CopiedFile(original, file))
            .orElse(null);
  }

  @Override
  public void close() {
    if (copied != null) {
      copied.close();
    }
    if (held != null) {
      held.close();
    }
  }
}
