package dev.pristine.sqlite;

import dev.pristine.enginetests.EngineUnderTest;
import dev.pristine.enginetests.LeaseContract;

final class SqliteLeaseTests extends LeaseContract {

  @Override
  protected EngineUnderTest engine() {
    return SqliteUnderTest.engine();
  }
}
