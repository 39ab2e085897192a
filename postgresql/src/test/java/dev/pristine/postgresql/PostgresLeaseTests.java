package dev.pristine.postgresql;

import dev.pristine.enginetests.EngineUnderTest;
import dev.pristine.enginetests.LeaseContract;

final class PostgresLeaseTests extends LeaseContract {

  @Override
  protected EngineUnderTest engine() {
    return PostgresUnderTest.engine();
  }
}
