package dev.pristine.mariadb;

import dev.pristine.enginetests.EngineUnderTest;
import dev.pristine.enginetests.RewindContract;
import java.sql.Connection;
import java.sql.SQLException;

final class MariadbRewindTests extends RewindContract {

  @Override
  protected EngineUnderTest engine() {
    return MariadbUnderTest.engine();
  }

  @Override
  protected String session(Connection connection) throws SQLException {
    return "" + SessionReset.id(connection);
  }
}
