package dev.pristine.sqlite;

import dev.pristine.enginetests.LeaseContract;
import dev.pristine.enginetests.EngineUnderTest;

final class SqliteLeaseTests extends LeaseContract {

  @Override
  protected EngineUnderTest engine() {
    return SqliteUnderTest.engine();
  }
}
