package dev.pristine.mariadb;

import dev.pristine.enginetests.EngineUnderTest;
import dev.pristine.enginetests.FrozenContract;

final class MariadbFrozenTests extends FrozenContract {

  @Override
  protected EngineUnderTest engine() {
    return MariadbUnderTest.engine();
  }
}
