package dev.pristine.benchmarks;

import dev.pristine.benchmarks.DatabasePerWorker.Turn;
import java.sql.SQLException;
import java.sql.Statement;

/** A worker with a database and a connection that stays, which is cleaned before or after tests. */
final class CleanedWorker implements Adapter.Worker {

  private final KeptConnection kept;
  private final Turn turn;
  private final Ending ending;
  private final Statement statement;

  /** Gives the database back. */
  interface Ending {
    void end() throws SQLException;
  }

  CleanedWorker(KeptConnection kept, Turn turn, Ending ending) throws SQLException {
    this.kept = kept;
    this.turn = turn;
    this.ending = ending;
    this.statement = kept.connection().createStatement();
  }

  @Override
  public Connections begin(String test) throws SQLException {
    turn.before(statement);
    return kept::lend;
  }

  @Override
  public void end() throws SQLException {
    turn.after(statement);
  }

  @Override
  public void close() throws SQLException {
    kept.close();
    ending.end();
  }
}
