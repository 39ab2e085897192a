package dev.pristine.postgresql;

import dev.pristine.enginetests.EngineUnderTest;
import dev.pristine.enginetests.FrozenContract;

final class PostgresFrozenTests extends FrozenContract {

  @Override
  protected EngineUnderTest engine() {
    return PostgresUnderTest.engine();
  }
}
