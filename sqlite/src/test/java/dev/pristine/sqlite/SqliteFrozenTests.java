package dev.pristine.sqlite;

import dev.pristine.enginetests.EngineUnderTest;
import dev.pristine.enginetests.FrozenContract;

final class SqliteFrozenTests extends FrozenContract {

  @Override
  protected EngineUnderTest engine() {
    return SqliteUnderTest.engine();
  }
}
