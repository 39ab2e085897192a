package dev.pristine.postgresql;

import dev.pristine.enginetests.CrashContract;
import dev.pristine.enginetests.EngineUnderTest;

final class PostgresCrashTests extends CrashContract {

  @Override
  protected EngineUnderTest engine() {
    return PostgresUnderTest.engine();
  }
}
