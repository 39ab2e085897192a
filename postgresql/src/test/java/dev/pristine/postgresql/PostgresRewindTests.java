package dev.pristine.postgresql;

import dev.pristine.enginetests.EngineUnderTest;
import dev.pristine.enginetests.RewindContract;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

final class PostgresRewindTests extends RewindContract {

  @Override
  protected EngineUnderTest engine() {
    return PostgresUnderTest.engine();
  }

  @Override
  protected String session(Connection connection) throws SQLException {
    return "" + connection.unwrap(PGConnection.class).getBackendPID();
  }
}
