package dev.pristine.mariadb;

import dev.pristine.enginetests.EngineUnderTest;
import dev.pristine.enginetests.LeaseContract;

final class MariadbLeaseTests extends LeaseContract {

  @Override
  protected EngineUnderTest engine() {
    return MariadbUnderTest.engine();
  }
}
