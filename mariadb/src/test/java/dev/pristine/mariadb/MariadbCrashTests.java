package dev.pristine.mariadb;

import dev.pristine.enginetests.CrashContract;
import dev.pristine.enginetests.EngineUnderTest;

final class MariadbCrashTests extends CrashContract {

  @Override
  protected EngineUnderTest engine() {
    return MariadbUnderTest.engine();
  }
}
