package dev.pristine.postgresql;

import dev.pristine.enginetests.EngineUnderTest;
import dev.pristine.enginetests.TemplateContract;
import java.util.List;

final class PostgresTemplateTests extends TemplateContract {

  @Override
  protected EngineUnderTest engine() {
    return PostgresUnderTest.engine();
  }

  @Override
  protected List<String> slowSchema() {
    return PostgresUnderTest.slowSchema();
  }
}
