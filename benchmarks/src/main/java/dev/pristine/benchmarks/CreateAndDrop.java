package dev.pristine.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * An empty database for each worker, in which each test's tables are created before it and dropped
 * after it: what the team did whose suites these are.
 */
final class CreateAndDrop implements Adapter {

  private final Setup setup;
  private final Map<String, List<String>> tables;

  CreateAndDrop(Setup setup, Suite suite) {
    this.setup = setup;
    this.tables =
        suite.tests().stream().collect(Collectors.toMap(SuiteTest::name, SuiteTest::tables));
  }

  @Override
  public String configuration() {
    return "CREATE TABLE of the tables that a test needs before it, DROP TABLE after it, each in one"
        + " round trip; a database and a connection that stays open for each worker";
  }

  @Override
  public Worker worker(int number) throws SQLException {
    String name = setup.database("tables", number);
    try (Connection maintenance = setup.server().connect("postgres");
        Statement statement = maintenance.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return new TablesPerTest(name, new KeptConnection(setup.server().connect(name), true));
  }

  @Override
  public void close() {
    // Each worker has dropped its own.
  }

  private final class TablesPerTest implements Worker {

    private final String name;
    private final KeptConnection kept;
    private List<String> made = List.of();

    TablesPerTest(String name, KeptConnection kept) {
      this.name = name;
      this.kept = kept;
    }

    @Override
    public Connections begin(String test) throws SQLException {
      made = Objects.requireNonNull(tables.get(test), test);
      execute(made.stream().map(SuiteSchema::create).toList());
      return kept::lend;
    }

    @Override
    public void end() throws SQLException {
      List<String> lastFirst = new ArrayList<>(made);
      Collections.reverse(lastFirst);
      execute(lastFirst.stream().map(SuiteSchema::drop).toList());
    }

    private void execute(List<String> statements) throws SQLException {
      kept.connection().setAutoCommit(true);
      try (Statement statement = kept.connection().createStatement()) {
        statement.execute(String.join(";", statements));
      }
    }

    @Override
    public void close() throws SQLException {
      kept.close();
      try (Connection maintenance = setup.server().connect("postgres")) {
        HandMade.drop(maintenance, name);
      }
    }
  }
}
