package dev.pristine.mariadb;

import dev.pristine.enginetests.EngineUnderTest;
import dev.pristine.enginetests.FixtureContract;

final class MariadbFixtureTests extends FixtureContract {

  @Override
  protected EngineUnderTest engine() {
    return MariadbUnderTest.engine();
  }

  @Override
  protected String slowStatement() {
    return MariadbUnderTest.SLOW_STATEMENT;
  }
}
