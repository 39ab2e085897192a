package dev.pristine.postgresql;

import dev.pristine.enginetests.EngineUnderTest;
import dev.pristine.enginetests.FixtureContract;

final class PostgresFixtureTests extends FixtureContract {

  @Override
  protected EngineUnderTest engine() {
    return PostgresUnderTest.engine();
  }

  @Override
  protected String slowStatement() {
    return PostgresUnderTest.SLOW_STATEMENT;
  }
}
