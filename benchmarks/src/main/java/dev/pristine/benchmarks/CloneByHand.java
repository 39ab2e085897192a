package dev.pristine.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;

/** A database for each test, copied from a template and dropped after it. */
final class CloneByHand implements Adapter {

  private final Setup setup;
  private final HandMade.Strategy strategy;

  CloneByHand(Setup setup, HandMade.Strategy strategy) {
    this.setup = setup;
    this.strategy = strategy;
  }

  @Override
  public String configuration() {
    return "CREATE DATABASE … STRATEGY "
        + strategy
        + " from a frozen template with its cache of relations; DROP DATABASE without waiting for"
        + " the server's polling; an administering connection that stays open for each worker";
  }

  @Override
  public Worker worker(int number) throws SQLException {
    return new DatabasePerTest(setup.server().connect("postgres"), setup.database("clone", number));
  }

  @Override
  public void close() {
    // Each worker has dropped its own.
  }

  private final class DatabasePerTest implements Worker {

    private final Connection maintenance;
    private final String name;

    DatabasePerTest(Connection maintenance, String name) {
      this.maintenance = maintenance;
      this.name = name;
    }

    @Override
    public Connections begin(String test) throws SQLException {
      HandMade.copy(maintenance, HandMade.templateOf(setup.schema()), name, strategy);
      return setup.server().dataSource(name)::getConnection;
    }

    @Override
    public void end() throws SQLException {
      HandMade.drop(maintenance, name);
    }

    @Override
    public void close() throws SQLException {
      try (maintenance) {
        HandMade.drop(maintenance, name);
      }
    }
  }
}
