package dev.pristine.sqlite;

import dev.pristine.enginetests.FrozenContract;
import dev.pristine.enginetests.EngineUnderTest;

final class SqliteFrozenTests extends FrozenContract {

  @Override
  protected EngineUnderTest engine() {
    return SqliteUnderTest.engine();
  }
}
