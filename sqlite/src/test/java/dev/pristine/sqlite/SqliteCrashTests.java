package dev.pristine.sqlite;

import dev.pristine.enginetests.CrashContract;
import dev.pristine.enginetests.EngineUnderTest;

final class SqliteCrashTests extends CrashContract {

  @Override
  protected EngineUnderTest engine() {
    return SqliteUnderTest.engine();
  }
}
