package dev.pristine.sqlite;

import dev.pristine.enginetests.EngineUnderTest;
import dev.pristine.enginetests.RewindContract;
import java.sql.Connection;
import java.sql.SQLException;

final class SqliteRewindTests extends RewindContract {

  @Override
  protected EngineUnderTest engine() {
    return SqliteUnderTest.engine();
  }

  @Override
  protected String session(Connection connection) throws SQLException {
    return "" + System.identityHashCode(connection.unwrap(FileConnection.class));
  }
}
