package dev.pristine.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database for each worker, on a connection that stays open, and something that is done about
 * what each test has changed in it.
 */
final class DatabasePerWorker implements Adapter {

  /** Makes what is done before and after the tests of one worker. */
  @FunctionalInterface
  interface Cleaning {

    /** Prepares it in a new database. */
    Turn prepare(Statement statement, Schema schema) throws SQLException;
  }

  /** What is done before and after a test, on the test's own connection. */
  interface Turn {

    /** Done before a test. */
    void before(Statement statement) throws SQLException;

    /** Done after a test. */
    void after(Statement statement) throws SQLException;

    /** Tells whether the test's own commits are real. */
    default boolean commits() {
      return true;
    }
  }

  private final Setup setup;
  private final String use;
  private final String configuration;
  private final Cleaning cleaning;

  DatabasePerWorker(Setup setup, String use, String configuration, Cleaning cleaning) {
    this.setup = setup;
    this.use = use;
    this.configuration = configuration;
    this.cleaning = cleaning;
  }

  @Override
  public String configuration() {
    return configuration + "; a database and a connection that stays open for each worker";
  }

  @Override
  public Worker worker(int number) throws SQLException {
    String name = setup.database(use, number);
    try (Connection maintenance = setup.server().connect("postgres")) {
      HandMade.copy(
          maintenance, HandMade.templateOf(setup.schema()), name, HandMade.Strategy.FILE_COPY);
    }
    Connection connection = setup.server().connect(name);
    try (Statement statement = connection.createStatement()) {
      Turn turn = cleaning.prepare(statement, setup.schema());
      return new CleanedWorker(
          new KeptConnection(connection, turn.commits()), turn, () -> drop(name));
    }
  }

  @Override
  public void close() {
    // Each worker has dropped its own.
  }

  private void drop(String name) throws SQLException {
    try (Connection maintenance = setup.server().connect("postgres")) {
      HandMade.drop(maintenance, name);
    }
  }
}
