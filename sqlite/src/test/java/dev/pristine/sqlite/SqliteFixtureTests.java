package dev.pristine.sqlite;

import dev.pristine.enginetests.EngineUnderTest;
import dev.pristine.enginetests.FixtureContract;

final class SqliteFixtureTests extends FixtureContract {

  @Override
  protected EngineUnderTest engine() {
    return SqliteUnderTest.engine();
  }

  @Override
  protected String slowStatement() {
    return SqliteUnderTest.SLOW_STATEMENT;
  }
}
